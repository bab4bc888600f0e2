/** The key-value commands, said once for all transports. */
@NullMarked
package io.synap.server.kv;

import org.jspecify.annotations.NullMarked;
