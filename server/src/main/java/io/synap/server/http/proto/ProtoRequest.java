package io.synap.server.http.proto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.synap.protocol.error.SynapException;
import io.synap.server.http.json.Fields;
import org.jspecify.annotations.Nullable;

/** One request of a frame, whose arguments are read when they are asked for. Confined to one thread at a time. */
public final class ProtoRequest {
    private final byte[] frame;
    private final int from;
    private final int to;
    private final KnownTexts known;
    private final long id;
    private final String command;
    private final long number;
    private @Nullable Fields payload;

    ProtoRequest(byte[] frame, int from, int to, KnownTexts known) {
        this.frame = frame;
        this.from = from;
        this.to = to;
        this.known = known;
        WireReader in = new WireReader(frame, from, to);
        long ownId = 0;
        long inSession = 0;
        String name = "";
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.REQUEST_ID) {
                ownId = in.varint();
            } else if (tag == Tags.REQUEST_COMMAND) {
                name = in.text(known);
            } else if (tag == Tags.REQUEST_NUMBER) {
                inSession = in.varint();
            } else {
                in.skip(tag);
            }
        }
        id = ownId;
        number = inSession;
        command = name;
    }

    /** Reads the arguments of what may take long here, which is not on an event loop, and not when they are used. */
    void readAhead() {
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

    /** Its number in the session; 0 when it has none. */
    public long number() {
        return number;
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
