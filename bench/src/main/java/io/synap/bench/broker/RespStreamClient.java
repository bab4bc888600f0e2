package io.synap.bench.broker;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;

/** Thread-safe, no state. The stream commands that Synap and Redis share: XADD, XRANGE, XLEN. */
public final class RespStreamClient implements MessageClient {
    private static final String FIELD = "data";

    @Override
    public void create(int port, String room) {
        // the first XADD makes it
    }

    @Override
    public Publisher publisher(int port, String room) throws IOException {
        return new RespPublisher(new RespLink(port), (request, count) -> {
            byte[] payload = Payload.copy();
            for (int i = 0; i < count; i++) {
                request.begin(5).word("XADD").word(room).word("*").word(FIELD).word(payload);
            }
            return count;
        });
    }

    @Override
    public Taker taker(int port, String room, int batch) throws IOException {
        return new Walker(new RespLink(port), room, batch);
    }

    @Override
    public long held(int port, String room) throws IOException {
        return RespLink.ask(port, "XLEN", room);
    }

    /** Confined to one thread. */
    private static final class Walker implements Taker {
        private static final int ID_BYTES_MAX = 48;
        private static final byte[] XRANGE = RespLink.ascii("XRANGE");
        private static final byte[] COUNT = RespLink.ascii("COUNT");
        private static final byte[] FIRST = RespLink.ascii("-");
        private static final byte[] END = RespLink.ascii("+");

        private final RespLink link;
        private final byte[] room;
        private final int batch;
        private final byte[] batchText;
        /** "(" and the id of the last event seen. */
        private final byte[] after = new byte[ID_BYTES_MAX + 1];

        private int afterLength;
        private boolean atStart = true;

        Walker(RespLink link, String room, int batch) {
            this.link = link;
            this.room = RespLink.ascii(room);
            this.batch = batch;
            this.batchText = RespLink.ascii(Integer.toString(batch));
            after[0] = '(';
        }

        @Override
        public int take() throws IOException {
            link.request()
                    .begin(6)
                    .word(XRANGE)
                    .word(room)
                    .word(atStart ? FIRST : after, 0, atStart ? FIRST.length : afterLength)
                    .word(END)
                    .word(COUNT)
                    .word(batchText);
            link.send();
            int events = link.array();
            for (int i = 0; i < events; i++) {
                event();
            }
            atStart = events < batch;
            return Math.max(events, 0);
        }

        /** [id, [field, value]]. */
        private void event() throws IOException {
            require(link.array() == 2);
            int id = link.bulk();
            require(id > 0 && id <= ID_BYTES_MAX);
            System.arraycopy(link.bytes(), link.bulkStart(), after, 1, id);
            afterLength = id + 1;
            require(link.array() == 2);
            require(link.bulk() == FIELD.length());
            int length = link.bulk();
            Payload.require(link.bytes(), link.bulkStart(), length);
        }

        private static void require(boolean asExpected) {
            if (!asExpected) {
                throw new MeasurementException("XRANGE gave an event of another shape");
            }
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
