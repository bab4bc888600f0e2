package io.synap.server.http.presence;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.protocol.operation.Bytes;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.json.Fields;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whom a subscriber brings into a room. Immutable.
 *
 * @param member empty for nobody: the subscriber only watches
 * @param info JSON, or empty
 */
public record Membership(String member, Bytes info) {
    /** Watches, and is not there. */
    public static final Membership WATCHING = new Membership("", Bytes.EMPTY);

    /**
     * Reads the argument {@code presence}: {@code true}, or {@code {member, info?}}; or of a query, where there is no JSON,
     * {@code presence=true} or {@code member=}.
     *
     * @return null when there is neither
     */
    public static @Nullable Membership find(CommandCall call) {
        JsonNode given = call.payload().find("presence");
        if (given == null || given.isNull() || given.isTextual()) {
            String member = call.arguments().textOrNull("member");
            boolean watching = given != null && given.asText().equals("true");
            return member == null ? (watching ? WATCHING : null) : new Membership(member, Bytes.EMPTY);
        }
        if (given.isBoolean()) {
            return given.booleanValue() ? WATCHING : null;
        }
        return of(Fields.of(given));
    }

    /** Reads {@code {member, info?}}. */
    static Membership of(Fields fields) {
        JsonNode info = fields.find("info");
        if (info == null || info.isNull()) {
            return new Membership(fields.text("member"), Bytes.EMPTY);
        }
        return new Membership(fields.text("member"), Bytes.of(info.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
