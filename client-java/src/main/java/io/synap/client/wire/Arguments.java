package io.synap.client.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * A command's arguments by name, encoded as they are given. Confined to its owner; a name must not come twice.
 */
public final class Arguments {
    private final WireWriter out = new WireWriter(64);

    public static Arguments none() {
        return new Arguments();
    }

    public Arguments text(String name, String value) {
        return content(name, Tags.TEXT, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes, wherever the server takes a text or a value that it only keeps. */
    public Arguments bytes(String name, byte[] value) {
        return content(name, Tags.OCTETS, value);
    }

    /** One JSON document, to be stored or taken as it is. */
    public Arguments json(String name, String document) {
        return content(name, Tags.JSON, document.getBytes(StandardCharsets.UTF_8));
    }

    public Arguments integer(String name, long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        entry(name, 1 + WireWriter.varintBytes(zigzag));
        out.octet(Tags.INTEGER);
        out.varint(zigzag);
        return this;
    }

    public Arguments flag(String name, boolean value) {
        entry(name, 2);
        out.octet(Tags.FLAG);
        out.octet(value ? 1 : 0);
        return this;
    }

    public Arguments fraction(String name, double value) {
        entry(name, 9);
        out.octet(Tags.FRACTION);
        out.fixed64(Double.doubleToRawLongBits(value));
        return this;
    }

    public Arguments texts(String name, Collection<String> values) {
        WireWriter list = new WireWriter(16 * values.size() + 16);
        for (String value : values) {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            list.head(Tags.ELEMENT, WireWriter.fieldBytes(text.length));
            list.field(Tags.TEXT, text);
        }
        return content(name, Tags.LIST, list.toArray());
    }

    public Arguments integers(String name, Collection<Long> values) {
        WireWriter list = new WireWriter(12 * values.size() + 16);
        for (long value : values) {
            long zigzag = (value << 1) ^ (value >> 63);
            list.head(Tags.ELEMENT, 1 + WireWriter.varintBytes(zigzag));
            list.octet(Tags.INTEGER);
            list.varint(zigzag);
        }
        return content(name, Tags.LIST, list.toArray());
    }

    public Arguments bytesList(String name, Collection<byte[]> values) {
        WireWriter list = new WireWriter(64);
        for (byte[] value : values) {
            list.head(Tags.ELEMENT, WireWriter.fieldBytes(value.length));
            list.field(Tags.OCTETS, value);
        }
        return content(name, Tags.LIST, list.toArray());
    }

    /** A list of objects. */
    public Arguments objects(String name, Collection<Arguments> values) {
        WireWriter list = new WireWriter(64);
        for (Arguments value : values) {
            byte[] members = value.members();
            list.head(Tags.ELEMENT, WireWriter.fieldBytes(members.length));
            list.field(Tags.OBJECT, members);
        }
        return content(name, Tags.LIST, list.toArray());
    }

    public Arguments object(String name, Arguments value) {
        return content(name, Tags.OBJECT, value.members());
    }

    public Arguments textMap(String name, Map<String, String> values) {
        Arguments members = new Arguments();
        values.forEach(members::text);
        return object(name, members);
    }

    /** As another command's arguments, behind these. */
    public Arguments and(Arguments others) {
        out.raw(others.out.array(), 0, others.out.size());
        return this;
    }

    /** The same content, to which can be added without changing this. */
    public Arguments copy() {
        return new Arguments().and(this);
    }

    public int size() {
        return out.size();
    }

    /** The array that holds them, encoded, in its first {@link #size} bytes; nobody may change it. */
    public byte[] array() {
        return out.array();
    }

    /** Repeated entries of {@code Request.payload}. */
    void writeTo(WireWriter target) {
        target.raw(out.array(), 0, out.size());
    }

    /** The same entries as elements of {@code Members}, whose field has another number. */
    private byte[] members() {
        WireWriter target = new WireWriter(out.size() + 16);
        WireReader in = new WireReader(out.array(), 0, out.size());
        while (in.hasMore()) {
            int unused = in.tag();
            assert unused == Tags.REQUEST_PAYLOAD;
            int length = in.length();
            target.head(Tags.ELEMENT, length);
            target.raw(out.array(), in.position(), length);
            in.jump(length);
        }
        return target.toArray();
    }

    private Arguments content(String name, int kind, byte[] value) {
        entry(name, WireWriter.fieldBytes(value.length));
        out.field(kind, value);
        return this;
    }

    /** Writes everything of an entry before its value of that many bytes. */
    private void entry(String name, int valueBytes) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        out.head(Tags.REQUEST_PAYLOAD, WireWriter.fieldBytes(nameBytes.length) + WireWriter.fieldBytes(valueBytes));
        out.field(Tags.NAME, nameBytes);
        out.head(Tags.VALUE, valueBytes);
    }
}
