/** What can be asked of a node, by any transport: each command described once. */
@NullMarked
package io.synap.server.command;

import org.jspecify.annotations.NullMarked;
