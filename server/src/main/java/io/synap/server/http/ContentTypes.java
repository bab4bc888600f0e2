package io.synap.server.http;

import java.util.Locale;

/** Reads media types as far as the edge needs them. Thread-safe. */
final class ContentTypes {
    private ContentTypes() {}

    static boolean isJson(String type) {
        String essence = essence(type);
        return essence.equals("application/json") || essence.endsWith("+json");
    }

    /**
     * Whether a body of that type may be read as JSON where only JSON makes sense: what does not say
     * anything better is taken at its content, since curl sends forms and fetch sends text.
     */
    static boolean mayBeJson(String type) {
        return isJson(type)
                || switch (essence(type)) {
                    case "text/plain", "application/x-www-form-urlencoded", "application/octet-stream" -> true;
                    default -> false;
                };
    }

    /** Whether an Accept header prefers bytes as they are over JSON: the first of both that it names. */
    static boolean prefersBytes(String accept) {
        int bytes = accept.indexOf("application/octet-stream");
        if (bytes < 0) {
            return false;
        }
        int json = accept.indexOf("application/json");
        return json < 0 || bytes < json;
    }

    private static String essence(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
