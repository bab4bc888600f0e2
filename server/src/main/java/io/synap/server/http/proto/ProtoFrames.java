package io.synap.server.http.proto;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.Fields;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of clients, and writes answers and events as parts of a frame: parts put one behind another are one
 * frame. Thread-safe.
 */
public final class ProtoFrames {
    private static final int SUCCESS_BYTES = 2;

    private final KnownTexts known = new KnownTexts();

    /**
     * Reads a frame. The requests' own content is looked at when it is asked for.
     *
     * @param frame must not change as long as the requests are in use
     * @throws SynapException MALFORMED when it is none
     */
    public ProtoFrame read(byte[] frame) {
        return ProtoFrame.read(frame, known);
    }

    /**
     * The arguments of a request that stand alone, in the first bytes of an array.
     *
     * @param entries repeated {@code Request.payload}; not kept
     * @throws SynapException MALFORMED when they are none
     */
    public Fields arguments(byte[] entries, int length) {
        return Fields.of(new ProtoInput(new WireReader(entries, 0, length), known).payload());
    }

    /** Writes what stands before the payload of an answer of success, and how long that is. */
    static void answerHead(ByteBuf target, long id, int payloadBytes) {
        int idBytes = id == 0 ? 0 : 1 + ProtoOutput.varintBytes(id);
        message(target, Tags.MESSAGE_ANSWER, Math.addExact(idBytes + SUCCESS_BYTES, payloadBytes));
        if (id != 0) {
            target.writeByte(Tags.ANSWER_ID);
            varint(target, id);
        }
        target.writeByte(Tags.ANSWER_SUCCESS);
        target.writeByte(1);
    }

    /** Writes an answer of failure. */
    static void failure(ByteBuf target, long id, String code, String error) {
        byte[] codeText = code.getBytes(StandardCharsets.UTF_8);
        byte[] errorText = error.getBytes(StandardCharsets.UTF_8);
        int idBytes = id == 0 ? 0 : 1 + ProtoOutput.varintBytes(id);
        message(target, Tags.MESSAGE_ANSWER, idBytes + fieldBytes(codeText.length) + fieldBytes(errorText.length));
        if (id != 0) {
            target.writeByte(Tags.ANSWER_ID);
            varint(target, id);
        }
        field(target, Tags.ANSWER_CODE, codeText);
        field(target, Tags.ANSWER_ERROR, errorText);
    }

    /** What the events of one subscription have in common; without a name nothing. */
    public static byte[] eventHead(@Nullable String subscription) {
        if (subscription == null) {
            return new byte[0];
        }
        byte[] name = subscription.getBytes(StandardCharsets.UTF_8);
        ByteBuf head = Unpooled.buffer(fieldBytes(name.length));
        field(head, Tags.EVENT_SUBSCRIPTION, name);
        return ByteBufUtil.getBytes(head);
    }

    /** How many bytes {@link #event(ByteBuf, byte[], byte[])} writes. */
    public static int eventBytes(byte[] head, byte[] event) {
        return fieldBytes(fieldBytes(Math.addExact(head.length, event.length)));
    }

    /** Writes an event of a subscription. */
    public static void event(ByteBuf target, byte[] head, byte[] event) {
        message(target, Tags.MESSAGE_EVENT, Math.addExact(head.length, event.length));
        target.writeBytes(head).writeBytes(event);
    }

    /** An event without its subscription's name, for as many subscriptions as there are. */
    public static byte[] event(String type, @Nullable String cursor, ProtoOutput members) {
        byte[] typeText = type.getBytes(StandardCharsets.UTF_8);
        byte[] cursorText = cursor == null ? new byte[0] : cursor.getBytes(StandardCharsets.UTF_8);
        ByteBuf event = Unpooled.buffer(fieldBytes(typeText.length) + fieldBytes(cursorText.length) + members.size());
        field(event, Tags.EVENT_TYPE, typeText);
        if (cursor != null) {
            field(event, Tags.EVENT_CURSOR, cursorText);
        }
        members.copyTo(event);
        return ByteBufUtil.getBytes(event);
    }

    private static void message(ByteBuf target, int body, int length) {
        target.writeByte(Tags.FRAME_MESSAGE);
        varint(target, fieldBytes(length));
        target.writeByte(body);
        varint(target, length);
    }

    private static int fieldBytes(int length) {
        return Math.addExact(1 + ProtoOutput.varintBytes(length), length);
    }

    private static void field(ByteBuf target, int tag, byte[] content) {
        target.writeByte(tag);
        varint(target, content.length);
        target.writeBytes(content);
    }

    private static void varint(ByteBuf target, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target.writeByte((int) (rest | 0x80));
            rest >>>= 7;
        }
        target.writeByte((int) rest);
    }
}
