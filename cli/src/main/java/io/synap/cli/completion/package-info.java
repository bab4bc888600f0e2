/** Scripts that let shells complete the program's words. */
@NullMarked
package io.synap.cli.completion;

import org.jspecify.annotations.NullMarked;
