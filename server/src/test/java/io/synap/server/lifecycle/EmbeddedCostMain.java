package io.synap.server.lifecycle;

import com.sun.management.ThreadMXBean;
import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import io.synap.client.kv.Kv;
import io.synap.client.transport.Caller;
import io.synap.engine.Entry;
import io.synap.protocol.memory.Memory;
import io.synap.server.config.SynapConfig;
import io.synap.server.http.json.NativeText;
import io.synap.server.kv.KvCommands;
import io.synap.server.node.Access;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * What a call through the embedded transport costs beyond the engine's own work: SET and GET of small values, one call
 * after the other, on one thread and on two, in the threads' CPU time. Arguments: CPU
 * seconds per measurement (2), persistence (true or false).
 */
final class EmbeddedCostMain {
    private static final int KEYS = 1024;
    private static final int ROUNDS = 3;

    private final long nanos;
    private final SynapServer server;
    private final SynapClient client;

    private EmbeddedCostMain(long nanos, SynapServer server) {
        this.nanos = nanos;
        this.server = server;
        this.client = SynapClient.over(server.transport(), new ClientOptions());
    }

    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2;
        String kept = arguments.length > 1 ? arguments[1] : "false";
        Path folder = Files.createTempDirectory("embedded-cost");
        SynapServer server = SynapServer.start(SynapConfig.load(
                null,
                Map.of(),
                List.of(
                        "http.enabled=false",
                        "resp.enabled=false",
                        "metrics.host=false",
                        "persistence.enabled=" + kept,
                        "persistence.dir=" + folder.resolve("data"))));
        try {
            new EmbeddedCostMain((long) (seconds * 1e9), server).run();
        } finally {
            server.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private void run() throws Exception {
        for (int threads : new int[] {1, 2}) {
            for (int bytes : new int[] {16, 64}) {
                measure("engine SET", threads, bytes, this::engineSet);
                measure("client SET", threads, bytes, this::clientSet);
                measure("engine GET", threads, bytes, this::engineGet);
                measure("client GET", threads, bytes, this::clientGet);
            }
        }
        client.close();
    }

    /** One operation on the key of that number, for a thread of its own. */
    private IntConsumer engineSet(int bytes) {
        Access access = server.storage().node().newAccess();
        KvCommands commands = new KvCommands(access);
        NativeText value = new NativeText().set(new byte[bytes]);
        NativeText[] keys = keys();
        return i -> {
            access.tick();
            var _ = commands.set(
                    keys[i].address(), keys[i].length(), value.address(), value.length(), 0, 0, 0, Access.noSink());
            access.endBatch();
        };
    }

    private IntConsumer engineGet(int bytes) {
        Access access = server.storage().node().newAccess();
        NativeText[] keys = keys();
        long[] sum = new long[1];
        return i -> {
            access.tick();
            long entry = access.openEntry(keys[i].address(), keys[i].length());
            try {
                sum[0] += Memory.getUnsignedByte(Entry.value(entry));
            } finally {
                access.closeEntry();
            }
            access.endBatch();
        };
    }

    private IntConsumer clientSet(int bytes) {
        Kv<byte[]> kv = client.kv(Codec.bytes());
        byte[] value = new byte[bytes];
        String[] keys = names();
        return i -> Caller.await(kv.set(keys[i], value));
    }

    private IntConsumer clientGet(int bytes) {
        Kv<byte[]> kv = client.kv(Codec.bytes());
        String[] keys = names();
        long[] sum = new long[1];
        return i -> sum[0] += Caller.await(kv.get(keys[i])).orElseThrow()[0];
    }

    private static String[] names() {
        String[] names = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            names[i] = String.format(Locale.ROOT, "key:%012d", i);
        }
        return names;
    }

    private static NativeText[] keys() {
        NativeText[] keys = new NativeText[KEYS];
        String[] names = names();
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new NativeText().set(names[i].getBytes(StandardCharsets.UTF_8));
        }
        return keys;
    }

    private void measure(String what, int threads, int bytes, IntFunction<IntConsumer> operations) throws Exception {
        List<String> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            CyclicBarrier start = new CyclicBarrier(threads);
            Loop[] loops = new Loop[threads];
            for (int i = 0; i < threads; i++) {
                loops[i] = new Loop(operations.apply(bytes), nanos, start);
                loops[i].start();
            }
            double nanosEach = 0;
            double bytesEach = 0;
            for (Loop each : loops) {
                each.join();
                nanosEach += each.nanosEach / threads;
                bytesEach += each.bytesEach / threads;
            }
            rounds.add(String.format(Locale.ROOT, "%6.0f ns %5.0f B", nanosEach, bytesEach));
        }
        System.out.printf(Locale.ROOT, "%s %2d B, %d threads: %s%n", what, bytes, threads, String.join("   ", rounds));
    }

    /** Repeats an operation for a time. */
    private static final class Loop extends Thread {
        private final IntConsumer operation;
        private final long nanos;
        private final CyclicBarrier start;
        private double nanosEach;
        private double bytesEach;

        Loop(IntConsumer operation, long nanos, CyclicBarrier start) {
            this.operation = operation;
            this.nanos = nanos;
            this.start = start;
        }

        @Override
        public void run() {
            try {
                start.await();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long began = threads.getCurrentThreadCpuTime();
            long count = 0;
            // The thread's own time, so that what else runs on the machine is not measured.
            while (threads.getCurrentThreadCpuTime() - began < nanos) {
                for (int i = 0; i < KEYS; i++) {
                    operation.accept(i);
                }
                count += KEYS;
            }
            nanosEach = (double) (threads.getCurrentThreadCpuTime() - began) / count;
            bytesEach = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / count;
        }
    }
}
