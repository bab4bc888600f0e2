/** What stands in for a server. */
@NullMarked
package io.synap.client.transport;

import org.jspecify.annotations.NullMarked;
