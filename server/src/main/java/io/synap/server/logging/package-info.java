/**
 * The server's own log: lines on standard error, JSON or for the eye, and the ids that tie them to
 * requests. Lines carry names, sizes and ids, never values of keys, credentials or bodies.
 *
 * <p>Standard output is left to the line beginning {@code ready}, which scripts wait for.
 */
@NullMarked
package io.synap.server.logging;

import org.jspecify.annotations.NullMarked;
