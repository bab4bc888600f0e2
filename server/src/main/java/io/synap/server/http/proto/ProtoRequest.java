package io.synap.server.http.proto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request of a frame, whose arguments are read when they are asked for. Confined to one thread at a time. */
public final class ProtoRequest {
    /** Requests of one frame: what they take on the heap has a bound also where they are all but empty. */
    public static final int REQUESTS_MAX = 10_000;

    /** Frames beyond that are read on a worker. */
    private static final int READ_LATER_BYTES_MAX = 256 * 1024;

    private final byte[] frame;
    private final int from;
    private final int to;
    private final KnownTexts known;
    private final long id;
    private final String command;
    private @Nullable Fields payload;

    private ProtoRequest(byte[] frame, int from, int to, KnownTexts known) {
        this.frame = frame;
        this.from = from;
        this.to = to;
        this.known = known;
        WireReader in = new WireReader(frame, from, to);
        long number = 0;
        String name = "";
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.REQUEST_ID) {
                number = in.varint();
            } else if (tag == Tags.REQUEST_COMMAND) {
                name = in.text(known);
            } else {
                in.skip(tag);
            }
        }
        id = number;
        command = name;
    }

    /**
     * The requests of a frame, in their order.
     *
     * @param frame must not change as long as the requests are in use
     * @throws SynapException MALFORMED when it is none
     */
    static List<ProtoRequest> read(byte[] frame, KnownTexts known) {
        List<ProtoRequest> requests = new ArrayList<>();
        WireReader in = new WireReader(frame, 0, frame.length);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag != Tags.FRAME_REQUEST) {
                in.skip(tag);
                continue;
            }
            if (requests.size() == REQUESTS_MAX) {
                throw WireReader.malformed("it has more than " + REQUESTS_MAX + " requests");
            }
            int outer = in.enter(in.length());
            int begin = in.position();
            in.leave(outer);
            requests.add(new ProtoRequest(frame, begin, in.position(), known));
        }
        if (frame.length > READ_LATER_BYTES_MAX) {
            requests.forEach(ProtoRequest::readAhead);
        }
        return requests;
    }

    /** Reads the arguments of what may take long here, which is not on an event loop, and not when they are used. */
    private void readAhead() {
        try {
            payload = Fields.of(tree());
        } catch (SynapException malformed) {
            // It is said to the client when the request's turn comes, and is read again.
            payload = null;
        }
    }

    /** The client's number for it; 0 when it has none. */
    public long id() {
        return id;
    }

    /** Empty when it names none. */
    public String command() {
        return command;
    }

    /**
     * Its arguments.
     *
     * @throws SynapException MALFORMED
     */
    public Fields payload() {
        Fields read = payload;
        if (read == null) {
            read = Fields.of(tree());
            payload = read;
        }
        return read;
    }

    ObjectNode tree() {
        return new ProtoInput(new WireReader(frame, from, to), known).payload();
    }
}
