package io.synap.server.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection with a room and a consumer group of its own that appends, reads and acknowledges until the
 * server is gone, and knows what must be there. Confined to the thread that runs it; checked after that
 * thread has ended.
 */
final class AcknowledgedRoom implements Checked {
    private static final int BATCH = 16;
    private static final int READ = 10;

    private final RespClient client;
    private final String room;
    private final Random random;
    /** Values by id, in the order of their acknowledgements. */
    private final Map<String, String> appended = new LinkedHashMap<>();

    private final Set<String> unanswered = new LinkedHashSet<>();
    /** Delivered to the consumer, and neither acknowledged nor asked to be. */
    private final Set<String> pending = new LinkedHashSet<>();

    private final Set<String> acked = new LinkedHashSet<>();
    private final Set<String> askedToAck = new LinkedHashSet<>();
    private int written;
    private final AtomicLong acknowledged = new AtomicLong();

    AcknowledgedRoom(RespClient client, String room, long seed) throws IOException {
        this.client = client;
        this.room = room;
        this.random = new Random(seed);
        answered(client.call("XGROUP", "CREATE", room, "group", "0", "MKSTREAM"));
    }

    @Override
    public long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void run() {
        try {
            while (true) {
                append();
                read();
                ack();
            }
        } catch (IOException gone) {
            // The server was killed: what was not answered until now never will be.
        }
    }

    private void append() throws IOException {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            values.add("e" + written++ + "y".repeat(random.nextInt(300)));
        }
        unanswered.addAll(values);
        for (String value : values) {
            client.send("XADD", room, "*", "data", value);
        }
        client.flush();
        for (String value : values) {
            String id = (String) answered(client.receive());
            if (appended.put(String.valueOf(id), value) != null) {
                throw new IllegalStateException("the id " + id + " was given twice");
            }
            unanswered.remove(value);
            acknowledged.incrementAndGet();
        }
    }

    private void read() throws IOException {
        Object reply = answered(client.call(
                "XREADGROUP", "GROUP", "group", "me", "COUNT", Integer.toString(READ), "STREAMS", room, ">"));
        for (Map.Entry<String, String> event : eventsOf(reply).entrySet()) {
            if (acked.contains(event.getKey()) || !pending.add(event.getKey())) {
                throw new IllegalStateException("delivered again as new: " + event.getKey());
            }
        }
    }

    private void ack() throws IOException {
        for (String id : List.copyOf(pending)) {
            if (random.nextInt(3) > 0) {
                pending.remove(id);
                askedToAck.add(id);
                answered(client.call("XACK", room, "group", id));
                askedToAck.remove(id);
                acked.add(id);
            }
        }
    }

    @Override
    public List<String> verify(RespClient reader) throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, String> found = events(answered(reader.call("XRANGE", room, "-", "+")));
        for (Map.Entry<String, String> each : appended.entrySet()) {
            if (!each.getValue().equals(found.get(each.getKey()))) {
                wrong.add(each.getKey() + " is " + found.get(each.getKey()) + ", not " + each.getValue());
            }
        }
        for (Map.Entry<String, String> each : found.entrySet()) {
            if (!appended.containsKey(each.getKey()) && !unanswered.remove(each.getValue())) {
                wrong.add("nobody appended, or twice: " + each);
            }
        }
        List<String> ids = List.copyOf(found.keySet());
        for (int i = 1; i < ids.size(); i++) {
            if (compare(ids.get(i - 1), ids.get(i)) >= 0) {
                wrong.add(ids.get(i) + " follows " + ids.get(i - 1));
            }
        }
        Set<String> mine = eventsOf(answered(reader.call("XREADGROUP", "GROUP", "group", "me", "STREAMS", room, "0")))
                .keySet();
        pending.stream().filter(id -> !mine.contains(id)).forEach(id -> wrong.add(id + " is not pending any more"));
        acked.stream().filter(mine::contains).forEach(id -> wrong.add(id + " was acknowledged and is pending again"));
        // One read may have been carried out and not answered.
        long unknown = mine.stream()
                .filter(id -> !pending.contains(id) && !askedToAck.contains(id))
                .count();
        if (unknown > READ) {
            wrong.add(unknown + " are pending that were never delivered");
        }
        Set<String> fresh = eventsOf(answered(
                        reader.call("XREADGROUP", "GROUP", "group", "other", "COUNT", "1000000", "STREAMS", room, ">")))
                .keySet();
        fresh.stream()
                .filter(id -> mine.contains(id) || acked.contains(id))
                .forEach(id -> wrong.add(id + " is delivered again as new"));
        long everything = (long) fresh.size() + mine.size() + acked.size();
        if (everything > found.size() || everything + askedToAck.size() < found.size()) {
            wrong.add("of " + found.size() + " events " + fresh.size() + " are new, " + mine.size() + " pending, "
                    + acked.size() + " acknowledged");
        }
        answered(reader.call("DEL", room));
        return wrong;
    }

    private static int compare(String left, String right) {
        long[] one = parts(left);
        long[] two = parts(right);
        return one[0] != two[0] ? Long.compare(one[0], two[0]) : Long.compare(one[1], two[1]);
    }

    private static long[] parts(String id) {
        int dash = id.indexOf('-');
        return new long[] {Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1))};
    }

    /** The events of the first stream in the reply of a read. */
    private static Map<String, String> eventsOf(@Nullable Object reply) {
        if (!(reply instanceof List<?> streams)) {
            return Map.of();
        }
        return events(((List<?>) streams.getFirst()).get(1));
    }

    private static Map<String, String> events(@Nullable Object reply) {
        Map<String, String> events = new LinkedHashMap<>();
        if (reply instanceof List<?> all) {
            for (Object each : all) {
                List<?> event = (List<?>) each;
                events.put((String) event.get(0), (String) ((List<?>) event.get(1)).get(1));
            }
        }
        return events;
    }

    private static @Nullable Object answered(@Nullable Object reply) {
        if (reply instanceof RespClient.ErrorReply error) {
            throw new IllegalStateException("refused: " + error.message());
        }
        return reply;
    }
}
