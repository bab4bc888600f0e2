package io.synap.server.resp;

import java.util.List;
import java.util.Map;

/** Writes values that are known by name, such as figures. Stateless. */
final class ValueWriter {
    private ValueWriter() {}

    /** Any of text, whole number, truth (as 1 or 0), list or map of these. */
    static void write(Reply reply, Object value) {
        switch (value) {
            case String text -> reply.bulk(text);
            case Boolean flag -> reply.integer(flag);
            case Number number -> reply.integer(number.longValue());
            case List<?> list -> {
                reply.array(list.size());
                for (Object each : list) {
                    write(reply, each);
                }
            }
            case Map<?, ?> map -> {
                reply.map(map.size());
                map.forEach((name, each) -> {
                    reply.bulk(String.valueOf(name));
                    write(reply, each);
                });
            }
            default -> throw new IllegalArgumentException("no form for " + value.getClass());
        }
    }
}
