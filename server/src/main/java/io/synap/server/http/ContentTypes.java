package io.synap.server.http;

import java.util.Locale;

/** Reads media types as far as the edge needs them. Thread-safe. */
final class ContentTypes {
    private static final String BYTES = "application/octet-stream";
    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";

    private ContentTypes() {}

    static boolean isJson(String type) {
        String essence = essence(type);
        return essence.equals(JSON) || essence.endsWith("+json");
    }

    /**
     * Whether a body of that type may be read as JSON where only JSON makes sense: what does not say
     * anything better is taken at its content, since curl sends forms and fetch sends text.
     */
    static boolean mayBeJson(String type) {
        return isJson(type)
                || switch (essence(type)) {
                    case "text/plain", "application/x-www-form-urlencoded", BYTES -> true;
                    default -> false;
                };
    }

    /** Whether the type names a charset in which JSON may not come: any but UTF-8 and its part ASCII. */
    static boolean hasForeignCharset(String type) {
        int at = type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return false;
        }
        String rest = type.substring(at + "charset=".length());
        int end = rest.indexOf(';');
        String charset =
                (end < 0 ? rest : rest.substring(0, end)).replace('"', ' ').strip();
        return !charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("us-ascii");
    }

    /**
     * Whether an Accept header prefers bytes as they are over JSON: by weight (RFC 9110, section
     * 12.4.2), and of the same weight what stands first. A type that is not named has no weight; so
     * whoever takes anything gets JSON.
     */
    static boolean prefersBytes(String accept) {
        return prefers(accept, BYTES);
    }

    /** Whether an Accept header prefers events over JSON, in the same way. */
    static boolean prefersEvents(String accept) {
        return prefers(accept, EVENTS);
    }

    private static boolean prefers(String accept, String wanted) {
        if (!accept.contains(wanted)) {
            return false;
        }
        double best = 0;
        boolean preferred = false;
        for (String range : accept.split(",", -1)) {
            String type = essence(range);
            double weight = type.equals(wanted) || type.equals(JSON) ? weight(range) : 0;
            if (weight > best) {
                best = weight;
                preferred = type.equals(wanted);
            }
        }
        return preferred;
    }

    /** The weight of a media range; one that cannot be read counts as 1, as if it were not there. */
    private static double weight(String range) {
        for (String parameter : range.split(";", -1)) {
            String text = parameter.strip();
            if (text.startsWith("q=") || text.startsWith("Q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException wrong) {
                    return 1;
                }
            }
        }
        return 1;
    }

    private static String essence(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
