/** JSON as the HTTP edge reads and writes it: bytes in, bytes out, bounded. */
@NullMarked
package io.synap.server.http.json;

import org.jspecify.annotations.NullMarked;
