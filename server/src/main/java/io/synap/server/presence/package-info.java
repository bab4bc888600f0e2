/**
 * Who is in a room now: kept in memory alone, by member and not by connection. Reading order: {@code Presence}, {@code
 * PresenceChange}, {@code PresenceWatcher}.
 */
@NullMarked
package io.synap.server.presence;

import org.jspecify.annotations.NullMarked;
