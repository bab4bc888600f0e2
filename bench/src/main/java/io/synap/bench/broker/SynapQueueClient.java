package io.synap.bench.broker;

import io.synap.bench.system.MeasurementException;
import java.io.IOException;

/**
 * Thread-safe, no state. Synap's queues over RESP: a batch is one QMPUBLISH, one QRECEIVE COUNT and one QACK; a
 * single message is a QPUBLISH.
 */
public final class SynapQueueClient implements MessageClient {
    /** More than a queue can hold: a full queue would be answered with an error. */
    private static final String MAX_LENGTH = "1000000000";

    private static final String CONSUMER = "bench";

    @Override
    public void create(int port, String queue) throws IOException {
        RespLink.run(port, "QCREATE", queue, "MAXLEN", MAX_LENGTH, "NX");
    }

    @Override
    public Publisher publisher(int port, String queue) throws IOException {
        return new RespPublisher(new RespLink(port), (request, count) -> encode(request, queue, count));
    }

    private static int encode(RespRequest request, String queue, int count) {
        byte[] payload = Payload.copy();
        if (count == 1) {
            request.begin(3).word("QPUBLISH").word(queue).word(payload);
            return 1;
        }
        request.begin(4 + count).word("QMPUBLISH").word(queue).word("COUNT").word(Integer.toString(count));
        for (int i = 0; i < count; i++) {
            request.word(payload);
        }
        return 1;
    }

    @Override
    public Taker taker(int port, String queue, int batch) throws IOException {
        return new Receiver(new RespLink(port), queue, batch);
    }

    @Override
    public long held(int port, String queue) throws IOException {
        return RespLink.ask(port, "QLEN", queue);
    }

    /** Confined to one thread. */
    private static final class Receiver implements Taker {
        private static final String WAIT_MILLIS = "100";
        private static final byte[] QACK = RespLink.ascii("QACK");
        /** [receipt, payload, delivery count, priority, published, headers]. */
        private static final int MESSAGE_PARTS = 6;

        private final RespLink link;
        private final byte[] queueName;
        private final RespRequest receive = new RespRequest();

        Receiver(RespLink link, String queue, int batch) {
            this.link = link;
            this.queueName = RespLink.ascii(queue);
            receive.command("QRECEIVE", queue, CONSUMER, "COUNT", Integer.toString(batch), "WAIT", WAIT_MILLIS);
        }

        @Override
        public int take() throws IOException {
            link.send(receive);
            int messages = link.array();
            if (messages <= 0) {
                return 0;
            }
            RespRequest ack = link.request().begin(2 + messages).word(QACK).word(queueName);
            for (int i = 0; i < messages; i++) {
                message(ack);
            }
            link.send();
            requireAcked(messages);
            return messages;
        }

        private void message(RespRequest ack) throws IOException {
            if (link.array() != MESSAGE_PARTS) {
                throw new MeasurementException("QRECEIVE gave a message of another shape");
            }
            int receipt = link.bulk();
            ack.word(link.bytes(), link.bulkStart(), receipt);
            int payload = link.bulk();
            Payload.require(link.bytes(), link.bulkStart(), payload);
            long deliveries = link.integer();
            if (deliveries != 1) {
                throw new MeasurementException("a message was delivered " + deliveries + " times");
            }
            link.skip();
            link.skip();
            link.skip();
        }

        private void requireAcked(int messages) throws IOException {
            int answers = messages == 1 ? 1 : link.array();
            for (int i = 0; i < answers; i++) {
                if (link.integer() != 1) {
                    throw new MeasurementException("QACK did not ack");
                }
            }
            if (answers != messages) {
                throw new MeasurementException("QACK of " + messages + " gave " + answers + " answers");
            }
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
