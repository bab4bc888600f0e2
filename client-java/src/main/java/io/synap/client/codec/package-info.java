/** How a program's own types become bytes and come back. */
@NullMarked
package io.synap.client.codec;

import org.jspecify.annotations.NullMarked;
