package io.synap.cli.kv;

import io.synap.cli.output.Progress;
import io.synap.client.SynapClient;
import io.synap.client.transport.Caller;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sets many keys, a batch in one command and some commands on their way. Confined to one run. */
final class KeyWriter {
    private static final int BATCH_KEYS = 256;
    private static final int BATCH_BYTES = 512 * 1024;
    private static final int UNDER_WAY_MAX = 8;

    private record Batch(List<CompletionStage<Value>> answers, int keys) {}

    private final SynapClient client;
    private final boolean onlyIfAbsent;
    private final Progress progress;
    private final ArrayDeque<Batch> underWay = new ArrayDeque<>();
    private final List<KeyRecord> gathered = new ArrayList<>();
    private int gatheredBytes;

    KeyWriter(SynapClient client, boolean onlyIfAbsent, Progress progress) {
        this.client = client;
        this.onlyIfAbsent = onlyIfAbsent;
        this.progress = progress;
    }

    void add(KeyRecord key) {
        if (!gathered.isEmpty() && gatheredBytes + key.bytes() > BATCH_BYTES) {
            send();
        }
        gathered.add(key);
        gatheredBytes += key.bytes();
        if (gathered.size() >= BATCH_KEYS) {
            send();
        }
    }

    /** Waits until everything is set. */
    void finish() {
        if (!gathered.isEmpty()) {
            send();
        }
        while (!underWay.isEmpty()) {
            take();
        }
    }

    private void send() {
        if (underWay.size() >= UNDER_WAY_MAX) {
            take();
        }
        List<CompletionStage<Value>> answers = new ArrayList<>();
        if (onlyIfAbsent) {
            gathered.forEach(key -> answers.add(client.command("kv.setnx", key.arguments())));
        } else {
            List<Arguments> pairs = gathered.stream().map(KeyRecord::arguments).toList();
            answers.add(client.command("kv.mset", Arguments.none().objects("pairs", pairs)));
        }
        underWay.add(new Batch(answers, gathered.size()));
        gathered.clear();
        gatheredBytes = 0;
    }

    private void take() {
        Batch first = underWay.remove();
        first.answers().forEach(Caller::await);
        progress.advance(first.keys());
    }
}
