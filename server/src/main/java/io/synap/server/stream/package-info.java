/** The commands on event-stream rooms in typed form, as every transport uses them. */
@NullMarked
package io.synap.server.stream;

import org.jspecify.annotations.NullMarked;
