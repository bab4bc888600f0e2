package io.synap.server.http.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.SessionId;
import io.synap.server.completion.Requester;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.logging.RequestIds;
import io.synap.server.node.SessionCall;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is around a command's result in JSON: {@code {success, request_id, payload, error, code}}, the
 * same by POST and over a WebSocket. Stateless.
 */
public final class Envelope {
    private static final byte[] TAIL = ",\"error\":null,\"code\":null}".getBytes(StandardCharsets.US_ASCII);
    private static final int REQUEST_ID_CHARS_MAX = 256;

    private Envelope() {}

    /** The id that a request gives itself, cut to a bound; null when it gives none. */
    public static @Nullable String requestId(@Nullable JsonNode given) {
        if (given == null || !given.isValueNode() || given.isNull()) {
            return null;
        }
        String text = given.asText();
        return text.length() <= REQUEST_ID_CHARS_MAX ? text : text.substring(0, REQUEST_ID_CHARS_MAX);
    }

    /**
     * Who asks: whom the envelope names, else who is known already.
     *
     * @param requestId the one that the envelope names; null or empty for none
     * @throws SynapException INVALID_ARGUMENT when the user's id is none
     */
    public static Requester requester(@Nullable String requestId, Fields payload, Requester otherwise) {
        String user = payload.textOrNull("user_id");
        if (user != null && !RequestIds.isValid(user)) {
            throw Fields.invalid("'user_id' is 1 to 128 letters, digits and -_.:/+=@");
        }
        return new Requester(
                requestId != null && RequestIds.isValid(requestId) ? requestId : otherwise.requestId(),
                user == null ? otherwise.userId() : user);
    }

    /**
     * The request of a session that the envelope is: {@code session}, 32 hexadecimal digits, {@code number} and {@code
     * answered_below}; null when it has no number.
     *
     * @throws SynapException INVALID_ARGUMENT
     */
    public static @Nullable SessionCall session(Fields envelope) {
        if (!envelope.has("number")) {
            return null;
        }
        long number = envelope.integer("number");
        String session = envelope.text("session");
        return new SessionCall(sessionId(session), number, envelope.integer("answered_below", 0));
    }

    private static SessionId sessionId(String digits) {
        if (digits.length() == 2 * SessionId.BYTES) {
            try {
                return SessionId.of(HexFormat.of().parseHex(digits));
            } catch (IllegalArgumentException noDigits) {
                throw Fields.invalid("field 'session' must be 32 hexadecimal digits");
            }
        }
        throw Fields.invalid("field 'session' must be 32 hexadecimal digits");
    }

    /** Everything before the result. */
    public static void begin(ValueOutput out, @Nullable String requestId) {
        out.beginObject().name("success").flag(true).name("request_id").any(requestId);
        out.name("payload");
    }

    /** Everything behind the result. */
    public static void end(JsonOutput out) {
        out.raw(TAIL);
    }

    /** The whole of an answer that is an error. */
    public static void error(ValueOutput out, @Nullable String requestId, ErrorCode code, String detail) {
        out.beginObject()
                .name("success")
                .flag(false)
                .name("request_id")
                .any(requestId)
                .name("payload")
                .nothing()
                .name("error")
                .text(detail)
                .name("code")
                .text(code.name())
                .endObject();
    }
}
