package io.synap.bench.broker;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Thread-safe. A Redis list as a reliable queue, the way Redis documents it (LMOVE, "Pattern: Reliable queue"): a batch
 * is one RPUSH of all messages, then a pipeline of LMOVE to a list of the receiver's own; trimming that list away is
 * the ack. Popping instead would be cheaper and lose what a receiver held when it died.
 */
public final class RedisListClient implements MessageClient {
    private static final long EMPTY_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final AtomicLong receivers = new AtomicLong();

    @Override
    public void create(int port, String queue) {
        // the first RPUSH makes it
    }

    @Override
    public Publisher publisher(int port, String queue) throws IOException {
        return new RespPublisher(new RespLink(port), (request, count) -> {
            byte[] payload = Payload.copy();
            request.begin(2 + count).word("RPUSH").word(queue);
            for (int i = 0; i < count; i++) {
                request.word(payload);
            }
            return 1;
        });
    }

    @Override
    public Taker taker(int port, String queue, int batch) throws IOException {
        return new Mover(new RespLink(port), queue, queue + ":taken:" + receivers.incrementAndGet(), batch);
    }

    @Override
    public long held(int port, String queue) throws IOException {
        return RespLink.ask(port, "LLEN", queue);
    }

    /** Confined to one thread. */
    private static final class Mover implements Taker {
        private final RespLink link;
        private final int batch;
        private final String own;
        private final RespRequest trim = new RespRequest();
        private final RespRequest moves = new RespRequest();

        Mover(RespLink link, String queue, String own, int batch) {
            this.link = link;
            this.own = own;
            this.batch = batch;
            for (int i = 0; i < batch; i++) {
                moves.command("LMOVE", queue, own, "LEFT", "RIGHT");
            }
        }

        @Override
        public int take() throws IOException {
            link.send(moves);
            int taken = 0;
            for (int i = 0; i < batch; i++) {
                int length = link.bulk();
                if (length >= 0) {
                    Payload.require(link.bytes(), link.bulkStart(), length);
                    taken++;
                }
            }
            if (taken == 0) {
                LockSupport.parkNanos(EMPTY_PAUSE_NANOS);
                return 0;
            }
            trim.clear();
            trim.command("LTRIM", own, Integer.toString(taken), "-1");
            link.send(trim);
            link.skip();
            return taken;
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
