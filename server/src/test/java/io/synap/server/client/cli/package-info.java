/** The command line against a running server. */
@NullMarked
package io.synap.server.client.cli;

import org.jspecify.annotations.NullMarked;
