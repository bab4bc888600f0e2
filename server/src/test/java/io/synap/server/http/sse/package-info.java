/** Tests of server-sent events. */
@NullMarked
package io.synap.server.http.sse;

import org.jspecify.annotations.NullMarked;
