package io.synap.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.synap.protocol.error.ErrorCode;
import io.vertx.core.http.HttpServerRequest;

/** Says what is wrong with a request that could not be read. Thread-safe. */
final class InvalidRequests {
    private InvalidRequests() {}

    static ErrorCode codeOf(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return ErrorCode.URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? ErrorCode.HEADERS_TOO_LARGE : ErrorCode.MALFORMED;
    }
}
