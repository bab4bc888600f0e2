/** The example against a real server. */
@NullMarked
package io.synap.examples.chat;

import org.jspecify.annotations.NullMarked;
