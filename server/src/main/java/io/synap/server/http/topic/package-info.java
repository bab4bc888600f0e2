/**
 * Partitioned topics and exclusive consumer groups over HTTP: as commands, as REST, and by the short routes of
 * the published protocol.
 */
@NullMarked
package io.synap.server.http.topic;

import org.jspecify.annotations.NullMarked;
