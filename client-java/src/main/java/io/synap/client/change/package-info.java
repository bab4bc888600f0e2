/** The change feed: everything that changes the server's state, in order. */
@NullMarked
package io.synap.client.change;

import org.jspecify.annotations.NullMarked;
