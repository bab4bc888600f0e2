package io.synap.bench.client;

import io.synap.client.SynapClient;
import io.synap.client.kv.Kv;
import java.util.concurrent.CompletionStage;

/** Ours: protobuf over one WebSocket. */
public final class SynapDriver implements KvDriver {
    private final SynapClient client;
    private final Kv<String> kv;

    public SynapDriver(int httpPort, int respPort) {
        client = SynapClient.connect("127.0.0.1:" + httpPort);
        kv = client.kv();
    }

    @Override
    public CompletionStage<?> set(String key, String value) {
        return kv.set(key, value);
    }

    @Override
    public CompletionStage<String> get(String key) {
        return kv.get(key).thenApply(value -> value.orElse(""));
    }

    @Override
    public void close() {
        client.close();
    }
}
