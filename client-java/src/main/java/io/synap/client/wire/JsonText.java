package io.synap.client.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One level of a JSON document: strings become text, null null, and whatever else stays the document that it is, to the
 * letter. Confined to one call.
 */
final class JsonText {
    private final String document;
    private int at;

    private JsonText(String document) {
        this.document = document;
    }

    static Map<String, Value> members(String document) {
        JsonText text = new JsonText(document);
        Map<String, Value> members = new LinkedHashMap<>();
        text.expect('{');
        while (!text.ends('}', members.isEmpty())) {
            text.space();
            String name = text.string();
            text.expect(':');
            members.put(name, text.value());
        }
        return members;
    }

    static List<Value> elements(String document) {
        JsonText text = new JsonText(document);
        List<Value> elements = new ArrayList<>();
        text.expect('[');
        while (!text.ends(']', elements.isEmpty())) {
            elements.add(text.value());
        }
        return List.copyOf(elements);
    }

    static long integer(String document) {
        try {
            return Long.parseLong(document);
        } catch (NumberFormatException none) {
            throw new BadFrameException("no whole number: " + document);
        }
    }

    private Value value() {
        space();
        int start = at;
        char first = peek();
        if (first == '"') {
            return new Value.Text(string());
        }
        if (first == '{' || first == '[') {
            skipNested();
        } else {
            while (at < document.length() && ",]} \t\r\n".indexOf(document.charAt(at)) < 0) {
                at++;
            }
        }
        String part = document.substring(start, at);
        return part.equals("null") ? Value.nothing() : new Value.Json(part);
    }

    private void skipNested() {
        int depth = 0;
        do {
            char each = peek();
            if (each == '"') {
                var _ = string();
                continue;
            }
            depth += each == '{' || each == '[' ? 1 : 0;
            depth -= each == '}' || each == ']' ? 1 : 0;
            at++;
        } while (depth > 0);
    }

    private String string() {
        expect('"');
        StringBuilder text = new StringBuilder();
        for (char each = take(); each != '"'; each = take()) {
            text.append(each == '\\' ? escaped() : each);
        }
        return text.toString();
    }

    private char escaped() {
        char kind = take();
        return switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> hexadecimal();
            default -> kind;
        };
    }

    private char hexadecimal() {
        if (at + 4 > document.length()) {
            throw broken();
        }
        try {
            int code = Integer.parseInt(document, at, at + 4, 16);
            at += 4;
            return (char) code;
        } catch (NumberFormatException none) {
            throw broken();
        }
    }

    private boolean ends(char end, boolean first) {
        space();
        if (peek() == end) {
            at++;
            return true;
        }
        if (!first) {
            expect(',');
        }
        return false;
    }

    private void space() {
        while (at < document.length() && document.charAt(at) <= ' ') {
            at++;
        }
    }

    private void expect(char expected) {
        space();
        if (take() != expected) {
            throw broken();
        }
    }

    private char take() {
        char each = peek();
        at++;
        return each;
    }

    private char peek() {
        if (at >= document.length()) {
            throw broken();
        }
        return document.charAt(at);
    }

    private BadFrameException broken() {
        return new BadFrameException("no JSON at character " + at + ": " + document);
    }
}
