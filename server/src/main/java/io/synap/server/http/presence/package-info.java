/** Presence over HTTP: its commands, its route, and its events to subscribers. Reading order: {@code PresenceHttp}. */
@NullMarked
package io.synap.server.http.presence;

import org.jspecify.annotations.NullMarked;
