/** The interactive shell: a line at a time, over one connection. */
@NullMarked
package io.synap.cli.shell;

import org.jspecify.annotations.NullMarked;
