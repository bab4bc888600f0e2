package io.synap.server.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.synap.server.http.stream.RoomLab.Subscriber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random subscribers of a room that is trimmed: each sees every event exactly once, or is told of a gap that names exactly
 * what it has missed.
 */
final class LiveRoomModelTest {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoomModelTest.class);
    private static final int STEPS = 1_500;

    /** One stay of a client, from where it began. */
    private record Stay(Subscriber subscriber, long from) {}

    private final Set<Long> removed = new HashSet<>();
    private final List<Stay> open = new ArrayList<>();
    private final List<Stay> all = new ArrayList<>();

    @RepeatedTest(4)
    void nothingIsMissedInSilence() {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        LOG.info("-Dsynap.seed={}", seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (RoomLab lab = new RoomLab()) {
            lab.create("r", random.nextBoolean() ? 0 : 150, false);
            for (int step = 0; step < STEPS; step++) {
                step(lab, random);
            }
            open.forEach(each -> each.subscriber().give(1 << 20));
            lab.settle();
            lab.settle();
            long end = lab.nextOffset("r");
            all.forEach(each -> check(each, open.contains(each) ? end : -1));
        }
    }

    private void step(RoomLab lab, SplittableRandom random) {
        long end = lab.nextOffset("r");
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> lab.append("r", 1 + random.nextInt(40), null);
            case 4 -> lab.trim("r", Math.max(0, end - random.nextInt(300)));
            case 5, 6 -> {
                long offset = Math.max(0, end - 1 - random.nextInt(200));
                if (lab.remove("r", offset)) {
                    removed.add(offset);
                }
            }
            case 7 -> begin(lab, "{'room':'r'" + start(random, end) + "}", random);
            case 8 -> comeBack(lab, random);
            default -> {
                if (!open.isEmpty()) {
                    open.get(random.nextInt(open.size())).subscriber().give(random.nextInt(100));
                }
            }
        }
    }

    private static String start(SplittableRandom random, long end) {
        return switch (random.nextInt(3)) {
            case 0 -> ",'from':'first'";
            case 1 -> ",'from':" + Math.max(0, end - random.nextInt(200));
            default -> "";
        };
    }

    private Stay begin(RoomLab lab, String json, SplittableRandom random) {
        Subscriber subscriber = lab.subscribe(json, random.nextInt(50));
        Stay stay = new Stay(subscriber, subscriber.told.get("offset").asLong());
        open.add(stay);
        all.add(stay);
        return stay;
    }

    private void comeBack(RoomLab lab, SplittableRandom random) {
        if (open.isEmpty()) {
            return;
        }
        Stay left = open.remove(random.nextInt(open.size()));
        left.subscriber().leave();
        String cursor = left.subscriber().cursor();
        Stay again = begin(lab, "{'room':'r','cursor':'" + cursor + "'}", random);
        if (again.subscriber().told.get("recovered").asBoolean()) {
            assertThat(cursor).endsWith("-" + (again.from() - 1));
        } else {
            assertThat(again.from()).isGreaterThan(Long.parseLong(cursor.substring(cursor.indexOf('-') + 1)) + 1);
        }
    }

    /** @param end where it must have come to; -1 when it has left before */
    private void check(Stay stay, long end) {
        long expected = stay.from();
        for (JsonNode each : stay.subscriber().sent()) {
            if (each.get("type").asText().equals("gap")) {
                long from = each.get("from").asLong();
                expected = passOver(expected, from);
                assertThat(from).isEqualTo(expected);
                expected = each.get("to").asLong() + 1;
            } else {
                long offset = each.get("offset").asLong();
                expected = passOver(expected, offset);
                assertThat(offset).isEqualTo(expected);
                expected = offset + 1;
            }
        }
        if (end >= 0) {
            assertThat(passOver(expected, end)).isEqualTo(end);
        }
    }

    /** What was removed by itself between two events may be missing. */
    private long passOver(long from, long to) {
        long at = from;
        while (at < to && removed.contains(at)) {
            at++;
        }
        return at;
    }
}
