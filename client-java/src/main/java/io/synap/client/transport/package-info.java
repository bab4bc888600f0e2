/** How commands reach a server, apart from what they are: the port that a network connection and a server in the same process fill in. Reading order: {@code Call}, {@code Transport}, {@code Feed}. */
@NullMarked
package io.synap.client.transport;

import org.jspecify.annotations.NullMarked;
