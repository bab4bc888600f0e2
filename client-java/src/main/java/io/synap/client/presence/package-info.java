/** Who is in a room, and who comes and goes. */
@NullMarked
package io.synap.client.presence;

import org.jspecify.annotations.NullMarked;
