/** Keys and values. */
@NullMarked
package io.synap.client.kv;

import org.jspecify.annotations.NullMarked;
