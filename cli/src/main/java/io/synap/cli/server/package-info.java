/** The commands about the server itself. */
@NullMarked
package io.synap.cli.server;

import org.jspecify.annotations.NullMarked;
