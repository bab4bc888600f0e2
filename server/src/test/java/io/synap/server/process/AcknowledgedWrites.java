package io.synap.server.process;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection that writes until the server is gone, and knows for each key every state it may be in:
 * the states it was sent to, and how many of them were acknowledged, when. Confined to the thread that
 * runs it; checked after that thread has ended.
 */
final class AcknowledgedWrites implements Runnable {
    private static final int KEYS = 300;
    private static final int IN_FLIGHT_MAX = 16;

    /** The states of one key in the order in which they were asked for; the first was found there. */
    private static final class History {
        final List<@Nullable String> states = new ArrayList<>();
        final List<Long> acknowledgedNanos = new ArrayList<>();

        History(@Nullable String found) {
            states.add(found);
        }

        @Nullable
        String last() {
            return states.getLast();
        }
    }

    private final RespClient client;
    private final String prefix;
    private final Random random;
    private final Map<String, History> histories = new HashMap<>();
    private final ArrayDeque<String> inFlight = new ArrayDeque<>();
    private final AtomicLong acknowledged = new AtomicLong();

    AcknowledgedWrites(RespClient client, String prefix, long seed) throws IOException {
        this.client = client;
        this.prefix = prefix;
        this.random = new Random(seed);
        for (int i = 0; i < KEYS; i++) {
            String key = prefix + i;
            histories.put(key, new History((String) client.call("GET", key)));
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void run() {
        try {
            while (true) {
                int burst = 1 + random.nextInt(IN_FLIGHT_MAX);
                for (int i = 0; i < burst; i++) {
                    sendOne();
                }
                client.flush();
                while (!inFlight.isEmpty()) {
                    receiveOne();
                }
            }
        } catch (IOException gone) {
            // The server was killed: what was not acknowledged until now never will be.
        }
    }

    private void sendOne() throws IOException {
        String key = prefix + random.nextInt(KEYS);
        History history = history(key);
        String value = Integer.toString(random.nextInt(1_000_000));
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                client.send("SET", key, value);
                history.states.add(value);
            }
            case 2 -> {
                client.send("SET", key, value, "EX", "100000");
                history.states.add(value);
            }
            case 3 -> {
                client.send("DEL", key);
                history.states.add(null);
            }
            default -> {
                client.send("APPEND", key, "7");
                String last = history.last();
                history.states.add(last == null ? "7" : last + "7");
            }
        }
        inFlight.add(key);
    }

    private History history(String key) {
        return Objects.requireNonNull(histories.get(key));
    }

    private void receiveOne() throws IOException {
        Object reply = client.receive();
        if (reply instanceof RespClient.ErrorReply error) {
            throw new IllegalStateException("a write was refused: " + error.message());
        }
        history(inFlight.remove()).acknowledgedNanos.add(System.nanoTime());
        acknowledged.incrementAndGet();
    }

    /**
     * Compares with what is there now.
     *
     * @param durableBeforeNanos what was acknowledged before this moment must be there
     * @return what is wrong, empty when all is well
     */
    List<String> verify(RespClient reader, long durableBeforeNanos) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, History> entry : histories.entrySet()) {
            History history = entry.getValue();
            int promised = 0;
            while (promised < history.acknowledgedNanos.size()
                    && history.acknowledgedNanos.get(promised) - durableBeforeNanos < 0) {
                promised++;
            }
            String found = (String) reader.call("GET", entry.getKey());
            List<@Nullable String> allowed = history.states.subList(promised, history.states.size());
            if (!allowed.contains(found)) {
                wrong.add(entry.getKey() + " is " + found + ", allowed " + allowed + ", history " + history.states);
            }
        }
        return wrong;
    }
}
