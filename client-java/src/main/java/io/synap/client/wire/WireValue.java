package io.synap.client.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value where it stands in a frame, read when it is asked for: valid as long as the frame is, which is until the
 * decoder that it was given to returns. Confined to its owner.
 */
public final class WireValue {
    /** Nothing set. */
    public static final WireValue NULL = new WireValue(new byte[0], 0, 0);

    private final byte[] frame;
    private final int from;
    private final int to;

    WireValue(byte[] frame, int from, int to) {
        this.frame = frame;
        this.from = from;
        this.to = to;
    }

    public boolean isNull() {
        return from == to;
    }

    /** A text's UTF-8, or bytes; null where there is null. */
    public byte @Nullable [] bytesOrNull() {
        if (from == to) {
            return null;
        }
        WireReader in = new WireReader(frame, from, to);
        int tag = in.tag();
        if (tag == Tags.TEXT || tag == Tags.OCTETS || tag == Tags.JSON) {
            return in.octets();
        }
        throw new BadFrameException("a value is no text");
    }

    /** A member of an object; {@link #NULL} where there is none of that name. */
    public WireValue get(String name) {
        WireReader in = inside(Tags.OBJECT, "object");
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag != Tags.ELEMENT) {
                in.skip(tag);
                continue;
            }
            WireReader member = in.enter();
            boolean sought = name.isEmpty();
            WireValue value = NULL;
            while (member.hasMore()) {
                int part = member.tag();
                if (part == Tags.NAME) {
                    sought = member.text().equals(name);
                } else if (part == Tags.VALUE) {
                    value = member.value();
                } else {
                    member.skip(part);
                }
            }
            if (sought) {
                return value;
            }
        }
        return NULL;
    }

    /** The elements of a list. */
    public List<WireValue> elements() {
        List<WireValue> elements = new ArrayList<>();
        WireReader in = inside(Tags.LIST, "list");
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.ELEMENT) {
                elements.add(in.value());
            } else {
                in.skip(tag);
            }
        }
        return elements;
    }

    private WireReader inside(int kind, String name) {
        WireReader in = new WireReader(frame, from, to);
        if (in.hasMore() && in.tag() == kind) {
            return in.enter();
        }
        throw new BadFrameException("a value is no " + name);
    }

    /** A copy of everything, which stays. */
    public Value tree() {
        return tree(new WireReader(frame, from, to));
    }

    private static Value tree(WireReader in) {
        Value value = Value.nothing();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case Tags.FLAG -> value = new Value.Flag(in.varint() != 0);
                case Tags.INTEGER -> value = new Value.Whole(in.signed());
                case Tags.FRACTION -> value = new Value.Fraction(in.fraction());
                case Tags.TEXT -> value = new Value.Text(in.text());
                case Tags.OCTETS -> value = new Value.Octets(in.octets());
                case Tags.OBJECT -> value = new Value.Structure(members(in.enter(), Tags.ELEMENT));
                case Tags.LIST -> value = list(in.enter());
                case Tags.JSON -> value = new Value.Json(new String(in.octets(), StandardCharsets.UTF_8));
                default -> in.skip(tag);
            }
        }
        return value;
    }

    private static Value list(WireReader in) {
        List<Value> elements = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.ELEMENT) {
                elements.add(tree(in.enter()));
            } else {
                in.skip(tag);
            }
        }
        return new Value.Sequence(List.copyOf(elements));
    }

    static Map<String, Value> members(WireReader in, int elementTag) {
        FewMembers few = new FewMembers();
        Map<String, Value> many = Map.of();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag != elementTag) {
                in.skip(tag);
                continue;
            }
            WireReader member = in.enter();
            String name = "";
            Value value = Value.nothing();
            while (member.hasMore()) {
                int part = member.tag();
                switch (part) {
                    case Tags.NAME -> name = member.name();
                    case Tags.VALUE -> value = tree(member.enter());
                    default -> member.skip(part);
                }
            }
            if (!many.isEmpty()) {
                many.put(name, value);
            } else if (!few.add(name, value)) {
                many = new LinkedHashMap<>(few);
                many.put(name, value);
            }
        }
        return many.isEmpty() ? few.built() : many;
    }
}
