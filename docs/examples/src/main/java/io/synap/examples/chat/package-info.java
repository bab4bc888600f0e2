/** A chat with presence: begin with {@code ChatRoom}. */
@NullMarked
package io.synap.examples.chat;

import org.jspecify.annotations.NullMarked;
