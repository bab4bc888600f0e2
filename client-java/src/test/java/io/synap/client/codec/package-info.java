/** Codecs, by themselves. */
@NullMarked
package io.synap.client.codec;

import org.jspecify.annotations.NullMarked;
