/**
 * The key-value commands over HTTP, in three syntaxes: REST, the short routes of the published Synap
 * protocol, and the envelope. Begin with {@link io.synap.server.http.kv.KvHttp}.
 */
@NullMarked
package io.synap.server.http.kv;

import org.jspecify.annotations.NullMarked;
