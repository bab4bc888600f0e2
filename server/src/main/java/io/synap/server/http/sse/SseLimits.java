package io.synap.server.http.sse;

/**
 * What a stream of server-sent events may take.
 *
 * @param outputBytesMax events that its client leaves unread; beyond, its source waits or lets it go
 * @param stallMillis a client that takes nothing of what waits for it for so long is let go; 0 is never
 * @param pingMillis after so long without an event a comment is sent, so that nobody in between takes it for dead
 */
public record SseLimits(int outputBytesMax, long stallMillis, long pingMillis) {
    public static final SseLimits DEFAULTS = new SseLimits(1024 * 1024, 120_000, 15_000);
}
