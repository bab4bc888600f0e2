/** Keys, without a server. */
@NullMarked
package io.synap.client.kv;

import org.jspecify.annotations.NullMarked;
