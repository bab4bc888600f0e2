/** The command line of the server program. */
@NullMarked
package io.synap.server.cli;

import org.jspecify.annotations.NullMarked;
