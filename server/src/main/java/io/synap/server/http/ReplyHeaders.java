package io.synap.server.http;

import io.vertx.core.http.HttpHeaders;

/** Header names and values in the form that goes out without being encoded again. Thread-safe. */
public final class ReplyHeaders {
    public static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    public static final CharSequence BYTES = HttpHeaders.createOptimized("application/octet-stream");
    public static final CharSequence METRICS = HttpHeaders.createOptimized("text/plain; version=0.0.4; charset=utf-8");
    public static final CharSequence OPEN_API =
            HttpHeaders.createOptimized("application/vnd.oai.openapi+json;version=3.1");
    public static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
    public static final CharSequence CACHE_CONTROL = HttpHeaders.CACHE_CONTROL;
    public static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    public static final CharSequence ACCEPT = HttpHeaders.ACCEPT;
    public static final CharSequence IF_MATCH = HttpHeaders.IF_MATCH;
    public static final CharSequence IF_NONE_MATCH = HttpHeaders.IF_NONE_MATCH;
    public static final CharSequence LOCATION = HttpHeaders.LOCATION;

    static final CharSequence HOST = HttpHeaders.HOST;
    static final CharSequence ORIGIN = HttpHeaders.ORIGIN;
    static final CharSequence EXPECT = HttpHeaders.EXPECT;
    static final CharSequence TRANSFER_ENCODING = HttpHeaders.TRANSFER_ENCODING;
    static final CharSequence CONTENT_ENCODING = HttpHeaders.CONTENT_ENCODING;
    static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");
    static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
    static final CharSequence CONTENT_LENGTH = HttpHeaders.CONTENT_LENGTH;
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    static final CharSequence USER_ID = HttpHeaders.createOptimized("x-user-id");
    static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");
    static final CharSequence PREFERENCE_APPLIED = HttpHeaders.createOptimized("preference-applied");
    static final CharSequence VERSION = HttpHeaders.createOptimized("x-synap-version");
    static final CharSequence DURABILITY = HttpHeaders.createOptimized("x-synap-durability");
    static final CharSequence ETAG = HttpHeaders.ETAG;
    static final CharSequence ALLOW = HttpHeaders.ALLOW;
    static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
    static final CharSequence SNIFF = HttpHeaders.createOptimized("x-content-type-options");
    static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    static final CharSequence CONNECTION = HttpHeaders.CONNECTION;
    static final CharSequence UPGRADE = HttpHeaders.UPGRADE;
    static final CharSequence SOCKET_VERSION = HttpHeaders.createOptimized("sec-websocket-version");
    static final CharSequence CLOSE = HttpHeaders.CLOSE;

    private ReplyHeaders() {}
}
