package io.synap.bench.broker;

import java.io.IOException;

/** Confined to one thread. Sends the same request again and again, encoded once, and reads its replies. */
final class RespPublisher implements Publisher {
    /** Writes the commands that publish so many messages; gives how many replies they have. */
    @FunctionalInterface
    interface Encoder {
        int encode(RespRequest request, int count);
    }

    private final RespLink link;
    private final Encoder encoder;
    private final RespRequest prepared = new RespRequest();
    private int preparedCount;
    private int replies;

    RespPublisher(RespLink link, Encoder encoder) {
        this.link = link;
        this.encoder = encoder;
    }

    @Override
    public void publish(int count) throws IOException {
        if (preparedCount != count) {
            prepared.clear();
            replies = encoder.encode(prepared, count);
            preparedCount = count;
        }
        link.send(prepared);
        for (int i = 0; i < replies; i++) {
            link.skip();
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
