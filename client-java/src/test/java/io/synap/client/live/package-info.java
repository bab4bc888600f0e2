/** Flows, with publishers and transports made by hand. */
@NullMarked
package io.synap.client.live;

import org.jspecify.annotations.NullMarked;
