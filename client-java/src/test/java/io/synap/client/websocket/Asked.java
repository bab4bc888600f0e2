package io.synap.client.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as it came, read independently of the client's own code. Immutable.
 *
 * @param number in the session; 0 for none
 * @param texts the arguments that are texts
 * @param integers the arguments that are integers
 */
record Asked(long id, String command, long number, Map<String, String> texts, Map<String, Long> integers) {
    static List<Asked> all(byte[] frame) throws IOException {
        List<Asked> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(frame);
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag == 10) {
                all.add(one(part(in)));
            } else {
                skip(tag, in);
            }
        }
        return all;
    }

    private static Asked one(ByteBuffer in) throws IOException {
        long id = 0;
        String command = "";
        long number = 0;
        Map<String, String> texts = new HashMap<>();
        Map<String, Long> integers = new HashMap<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) tag) {
                case 8 -> id = varint(in);
                case 18 -> command = text(part(in));
                case 26 -> argument(part(in), texts, integers);
                case 32 -> number = varint(in);
                default -> skip(tag, in);
            }
        }
        return new Asked(id, command, number, texts, integers);
    }

    private static void argument(ByteBuffer in, Map<String, String> texts, Map<String, Long> integers)
            throws IOException {
        String name = "";
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag == 10) {
                name = text(part(in));
                continue;
            }
            ByteBuffer value = part(in);
            long kind = varint(value);
            if (kind == 34) {
                texts.put(name, text(part(value)));
            } else if (kind == 16) {
                long zigzag = varint(value);
                integers.put(name, (zigzag >>> 1) ^ -(zigzag & 1));
            }
        }
    }

    private static void skip(long tag, ByteBuffer in) throws IOException {
        if ((tag & 7) == 2) {
            part(in);
        } else if ((tag & 7) == 0) {
            varint(in);
        } else {
            throw new IOException("a field of the kind " + (tag & 7));
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = (int) varint(in);
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static String text(ByteBuffer part) {
        return StandardCharsets.UTF_8.decode(part).toString();
    }
}
