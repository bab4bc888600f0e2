/**
 * Rooms and their groups over HTTP: REST, the envelope's {@code stream.*} and the short routes. Read {@link
 * io.synap.server.http.stream.StreamHttp} first.
 */
@NullMarked
package io.synap.server.http.stream;

import org.jspecify.annotations.NullMarked;
