/** What a client does, as spans: with OpenTelemetry's API, which has to be on the class path. */
@NullMarked
package io.synap.client.tracing;

import org.jspecify.annotations.NullMarked;
