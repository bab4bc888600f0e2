package io.synap.client.wire;

import io.synap.client.error.SynapClientException;
import java.nio.charset.StandardCharsets;

/** Writes the frames of a client and reads those of the server. Stateless. */
public final class Frames {
    /** Gets what is in a frame, in its order; what it is given is valid during the call. */
    public interface Receiver {
        void answer(long id, WireValue payload);

        void failure(long id, SynapClientException reason);

        void event(WireEvent event);
    }

    private Frames() {}

    /** A command's name as it is written. */
    public static byte[] command(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes one request behind those that the frame has.
     *
     * @param number in the session; 0 for none
     */
    public static void request(WireWriter frame, long id, byte[] command, Arguments arguments, long number) {
        int length = 1
                + WireWriter.varintBytes(id)
                + WireWriter.fieldBytes(command.length)
                + arguments.size()
                + (number == 0 ? 0 : 1 + WireWriter.varintBytes(number));
        frame.head(Tags.FRAME_REQUEST, length);
        frame.octet(Tags.REQUEST_ID);
        frame.varint(id);
        frame.field(Tags.REQUEST_COMMAND, command);
        arguments.writeTo(frame);
        if (number != 0) {
            frame.octet(Tags.REQUEST_NUMBER);
            frame.varint(number);
        }
    }

    /** Says for all requests of the frame which session their numbers belong to, and below which all were answered. */
    public static void session(WireWriter frame, byte[] session, long answeredBelow) {
        frame.field(Tags.FRAME_SESSION, session);
        frame.octet(Tags.FRAME_ANSWERED_BELOW);
        frame.varint(answeredBelow);
    }

    /**
     * Reads a frame of the server's.
     *
     * @throws BadFrameException when it is none
     */
    public static void read(byte[] bytes, int from, int to, Receiver receiver) {
        WireReader in = new WireReader(bytes, from, to);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.FRAME_MESSAGE) {
                message(in.enter(), receiver);
            } else {
                in.skip(tag);
            }
        }
    }

    /**
     * The result of a command where it stands alone: the field {@code payload} of an answer, in the first bytes of an
     * array.
     *
     * @throws BadFrameException when it is none
     */
    public static WireValue payload(byte[] bytes, int length) {
        WireReader in = new WireReader(bytes, 0, length);
        WireValue payload = WireValue.NULL;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.ANSWER_PAYLOAD) {
                payload = in.value();
            } else {
                in.skip(tag);
            }
        }
        return payload;
    }

    private static void message(WireReader in, Receiver receiver) {
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.MESSAGE_ANSWER) {
                answer(in.enter(), receiver);
            } else if (tag == Tags.MESSAGE_EVENT) {
                receiver.event(WireEvent.read(in.enter()));
            } else {
                in.skip(tag);
            }
        }
    }

    private static void answer(WireReader in, Receiver receiver) {
        long id = 0;
        boolean success = false;
        WireValue payload = WireValue.NULL;
        String code = "";
        String error = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case Tags.ANSWER_ID -> id = in.varint();
                case Tags.ANSWER_SUCCESS -> success = in.varint() != 0;
                case Tags.ANSWER_PAYLOAD -> payload = in.value();
                case Tags.ANSWER_CODE -> code = in.text();
                case Tags.ANSWER_ERROR -> error = in.text();
                default -> in.skip(tag);
            }
        }
        if (success) {
            receiver.answer(id, payload);
        } else {
            receiver.failure(id, SynapClientException.ofServer(code, error));
        }
    }
}
