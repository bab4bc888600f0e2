/** The Java client against real servers. */
@NullMarked
package io.synap.server.client;

import org.jspecify.annotations.NullMarked;
