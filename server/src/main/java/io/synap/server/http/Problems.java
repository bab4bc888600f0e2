package io.synap.server.http;

import io.synap.protocol.error.ErrorCode;
import io.synap.server.http.json.JsonOutput;

/** Writes errors: as RFC 9457 problems, and as the short routes have them. Thread-safe. */
final class Problems {
    private static final String TYPE_PREFIX = "urn:synap:error:";

    private Problems() {}

    static void write(JsonOutput out, ErrorCode code, String detail, String requestId) {
        out.beginObject()
                .name("type")
                .text(TYPE_PREFIX + code.name())
                .name("title")
                .text(code.message())
                .name("status")
                .number(code.httpStatus())
                .name("detail")
                .text(detail)
                .name("code")
                .text(code.name())
                .name("request_id")
                .text(requestId)
                .name("retry_is_safe")
                .flag(code.retryIsSafe())
                .endObject();
    }

    static void writeShort(JsonOutput out, ErrorCode code, String detail) {
        out.beginObject()
                .name("error")
                .text(detail)
                .name("code")
                .text(code.name())
                .endObject();
    }
}
