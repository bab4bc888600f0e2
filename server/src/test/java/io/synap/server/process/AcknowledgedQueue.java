package io.synap.server.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection with a queue of its own that publishes, receives and settles until the server is gone, and
 * knows of each message what may have become of it. Confined to the thread that runs it; checked after that
 * thread has ended.
 */
final class AcknowledgedQueue implements Checked {
    private static final int BATCH = 8;
    private static final String LEASE_MILLIS = "3600000";

    /** What is known of a message. Where a settlement was asked for and not answered, both may be. */
    private enum Fate {
        PUBLISHED,
        LEASED,
        ACKED,
        REJECTED,
        NACKED
    }

    private static final class Known {
        Fate fate = Fate.PUBLISHED;
        /** Asked for and not answered. */
        @Nullable
        Fate asked;

        @Nullable
        String receipt;

        boolean may(Fate other) {
            return fate == other || asked == other;
        }
    }

    private final RespClient client;
    private final String queue;
    private final Random random;
    private final Map<String, Known> messages = new HashMap<>();
    /** Published without an answer: may be there or not. */
    private final Set<String> unanswered = new HashSet<>();

    private boolean receiving;
    private int published;
    private final AtomicLong acknowledged = new AtomicLong();

    AcknowledgedQueue(RespClient client, String queue, long seed) throws IOException {
        this.client = client;
        this.queue = queue;
        this.random = new Random(seed);
        expectOk(client.call("QCREATE", queue, "LEASE", LEASE_MILLIS, "MAXDELIVERIES", "65535"));
    }

    @Override
    public long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void run() {
        try {
            while (true) {
                publish();
                receive();
                settle();
            }
        } catch (IOException gone) {
            // The server was killed: what was not answered until now never will be.
        }
    }

    private void publish() throws IOException {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            payloads.add("m" + published++ + "x".repeat(random.nextInt(200)));
        }
        unanswered.addAll(payloads);
        if (random.nextBoolean()) {
            List<String> command = new ArrayList<>(List.of("QMPUBLISH", queue, "COUNT", Integer.toString(BATCH)));
            command.addAll(payloads);
            answered(client.call(command.toArray(String[]::new)));
            payloads.forEach(this::published);
            return;
        }
        for (String payload : payloads) {
            client.send("QPUBLISH", queue, payload, "PRIORITY", Integer.toString(random.nextInt(10)));
        }
        client.flush();
        for (String payload : payloads) {
            answered(client.receive());
            published(payload);
        }
    }

    private void published(String payload) {
        unanswered.remove(payload);
        messages.put(payload, new Known());
        acknowledged.incrementAndGet();
    }

    private void receive() throws IOException {
        receiving = true;
        Object reply = answered(client.call("QRECEIVE", queue, "me", "COUNT", Integer.toString(BATCH - 2)));
        receiving = false;
        for (Received each : received(reply)) {
            Known known = known(each.payload());
            known.fate = Fate.LEASED;
            known.receipt = each.receipt();
        }
    }

    private void settle() throws IOException {
        for (Known known : messages.values()) {
            if (known.fate == Fate.LEASED && random.nextInt(3) > 0) {
                settle(known);
            }
        }
    }

    private void settle(Known known) throws IOException {
        String receipt = Objects.requireNonNull(known.receipt);
        switch (random.nextInt(6)) {
            case 0 -> settle(known, Fate.REJECTED, "QREJECT", queue, receipt, "ERROR", "it is broken");
            case 1 -> settle(known, Fate.NACKED, "QNACK", queue, receipt);
            default -> settle(known, Fate.ACKED, "QACK", queue, receipt);
        }
    }

    private void settle(Known known, Fate fate, String... command) throws IOException {
        known.asked = fate;
        answered(client.call(command));
        known.asked = null;
        // What is given back at once is as if it had just been published.
        known.fate = fate == Fate.NACKED ? Fate.PUBLISHED : fate;
    }

    @Override
    public List<String> verify(RespClient reader) throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> dead = dead(reader, wrong);
        Set<String> ready = new HashSet<>();
        List<Received> batch;
        do {
            batch = received(answered(reader.call("QRECEIVE", queue, "reader", "COUNT", "500")));
            for (Received each : batch) {
                if (!ready.add(each.payload())) {
                    wrong.add(each.payload() + " is delivered twice");
                }
            }
        } while (!batch.isEmpty());
        int missing = 0;
        for (Map.Entry<String, Known> entry : messages.entrySet()) {
            Known known = entry.getValue();
            boolean isReady = ready.remove(entry.getKey());
            boolean isDead = dead.remove(entry.getKey());
            String receipt = known.receipt;
            // An ack that holds shows a lease that has outlived the server.
            boolean isLeased =
                    !isReady && !isDead && receipt != null && reader.call("QACK", queue, receipt) instanceof Long;
            boolean isGone = !isReady && !isDead && !isLeased;
            boolean right = (isReady && (known.may(Fate.PUBLISHED) || known.may(Fate.NACKED)))
                    || (isDead && known.may(Fate.REJECTED))
                    || (isLeased && known.may(Fate.LEASED))
                    || (isGone && known.may(Fate.ACKED));
            if (isGone && receiving && (known.may(Fate.PUBLISHED) || known.may(Fate.NACKED))) {
                // Handed out by the receive that was not answered: under a receipt that nobody knows.
                missing++;
                right = true;
            }
            if (!right) {
                wrong.add(entry.getKey() + " is " + (isReady ? "ready" : isDead ? "dead" : isLeased ? "leased" : "gone")
                        + ", but is known as " + known.fate + ", asked " + known.asked);
            }
        }
        ready.removeAll(unanswered);
        if (missing > BATCH - 2) {
            wrong.add(missing + " messages are missing, more than one receive takes");
        }
        if (!ready.isEmpty() || !dead.isEmpty()) {
            wrong.add("nobody published " + ready + " " + dead);
        }
        answered(reader.call("QDELETE", queue));
        return wrong;
    }

    private Set<String> dead(RespClient reader, List<String> wrong) throws IOException {
        Set<String> dead = new HashSet<>();
        for (Map.Entry<String, Known> entry : messages.entrySet()) {
            Known known = entry.getValue();
            String receipt = known.receipt;
            if (known.may(Fate.REJECTED) && receipt != null) {
                String id = receipt.substring(0, receipt.indexOf('-'));
                Object found = reader.call("QDEADGET", queue, id);
                if (found instanceof List<?> && String.valueOf(found).contains(entry.getKey())) {
                    dead.add(entry.getKey());
                    if (!String.valueOf(found).contains("it is broken")) {
                        wrong.add(entry.getKey() + " has lost its reason: " + found);
                    }
                }
            }
        }
        return dead;
    }

    private record Received(String receipt, String payload) {}

    private static List<Received> received(@Nullable Object reply) {
        List<Received> received = new ArrayList<>();
        if (reply instanceof List<?> all) {
            for (Object each : all) {
                List<?> message = (List<?>) each;
                received.add(new Received((String) message.get(0), (String) message.get(1)));
            }
        }
        return received;
    }

    private Known known(String payload) {
        Known known = messages.get(payload);
        if (known == null) {
            throw new IllegalStateException("received what nobody published: " + payload);
        }
        return known;
    }

    private static @Nullable Object answered(@Nullable Object reply) {
        if (reply instanceof RespClient.ErrorReply error) {
            throw new IllegalStateException("refused: " + error.message());
        }
        return reply;
    }

    private static void expectOk(@Nullable Object reply) {
        if (!"OK".equals(reply)) {
            throw new IllegalStateException("refused: " + reply);
        }
    }
}
