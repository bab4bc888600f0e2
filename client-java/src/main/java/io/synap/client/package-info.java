/** A Synap server, from Java: begin with {@code SynapClient}. */
@NullMarked
package io.synap.client;

import org.jspecify.annotations.NullMarked;
