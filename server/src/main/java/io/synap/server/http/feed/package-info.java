/** The change feed and the watch on keys over HTTP: pages, and live subscriptions. */
@NullMarked
package io.synap.server.http.feed;

import org.jspecify.annotations.NullMarked;
