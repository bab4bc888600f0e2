/**
 * Live subscriptions, apart from what carries them: sources are opened by a command's arguments and write events into
 * an outlet; WebSockets and server-sent events are outlets. Reading order: {@code LiveSource}, {@code LiveSubscription},
 * {@code Outlet}, {@code LiveEvent}.
 */
@NullMarked
package io.synap.server.http.live;

import org.jspecify.annotations.NullMarked;
