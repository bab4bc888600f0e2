/**
 * What a shard remembers of clients' sessions, so that a request that is repeated is answered as before and not executed
 * twice.
 */
@NullMarked
package io.synap.engine.session;

import org.jspecify.annotations.NullMarked;
