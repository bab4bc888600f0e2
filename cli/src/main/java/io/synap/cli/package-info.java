/** The command line's way to a server: one command for each thing that the client can do. */
@NullMarked
package io.synap.cli;

import org.jspecify.annotations.NullMarked;
