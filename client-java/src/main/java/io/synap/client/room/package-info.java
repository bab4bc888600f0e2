/** Event-stream rooms: publish, read, follow live, groups, presence. */
@NullMarked
package io.synap.client.room;

import org.jspecify.annotations.NullMarked;
