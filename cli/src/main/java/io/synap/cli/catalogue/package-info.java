/** Any command of the server's catalogue. */
@NullMarked
package io.synap.cli.catalogue;

import org.jspecify.annotations.NullMarked;
