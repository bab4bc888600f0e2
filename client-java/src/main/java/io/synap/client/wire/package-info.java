/** The protobuf of the wire: {@code Arguments} are written, {@code Answer} and {@code Value} are read. */
@NullMarked
package io.synap.client.wire;

import org.jspecify.annotations.NullMarked;
