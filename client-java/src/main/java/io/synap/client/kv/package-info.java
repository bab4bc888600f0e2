/** Keys and values: begin with {@code Kv}. */
@NullMarked
package io.synap.client.kv;

import org.jspecify.annotations.NullMarked;
