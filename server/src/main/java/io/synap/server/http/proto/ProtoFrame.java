package io.synap.server.http.proto;

import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.SessionId;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's frame. Confined to one thread at a time.
 *
 * @param requests in their order
 * @param session the one that it names; NONE when it names none
 * @param answeredBelow all of the session's requests with a lower number have been answered; 0 when it does not say
 */
public record ProtoFrame(List<ProtoRequest> requests, SessionId session, long answeredBelow) {
    /** Requests of one frame: what they take on the heap has a bound also where they are all but empty. */
    public static final int REQUESTS_MAX = 10_000;

    /** Frames beyond that are read on a worker. */
    private static final int READ_LATER_BYTES_MAX = 256 * 1024;

    /**
     * Reads a frame. The requests' own content is looked at when it is asked for.
     *
     * @param frame must not change as long as the requests are in use
     * @throws SynapException MALFORMED when it is none
     */
    static ProtoFrame read(byte[] frame, KnownTexts known) {
        List<ProtoRequest> requests = new ArrayList<>();
        SessionId session = SessionId.NONE;
        long answeredBelow = 0;
        WireReader in = new WireReader(frame, 0, frame.length);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == Tags.FRAME_REQUEST) {
                if (requests.size() == REQUESTS_MAX) {
                    throw WireReader.malformed("it has more than " + REQUESTS_MAX + " requests");
                }
                int outer = in.enter(in.length());
                int begin = in.position();
                in.leave(outer);
                requests.add(new ProtoRequest(frame, begin, in.position(), known));
            } else if (tag == Tags.FRAME_SESSION) {
                session = session(in.octets());
            } else if (tag == Tags.FRAME_ANSWERED_BELOW) {
                answeredBelow = in.varint();
            } else {
                in.skip(tag);
            }
        }
        if (frame.length > READ_LATER_BYTES_MAX) {
            requests.forEach(ProtoRequest::readAhead);
        }
        return new ProtoFrame(requests, session, answeredBelow);
    }

    private static SessionId session(byte[] id) {
        SessionId session = id.length == SessionId.BYTES ? SessionId.of(id) : SessionId.NONE;
        if (id.length > 0 && session.isNone()) {
            throw WireReader.malformed("a session has 16 bytes, not all of them 0");
        }
        return session;
    }
}
