package io.synap.bench.gclog;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Immutable. What a log made with {@code -Xlog:gc*,safepoint:file=…} tells (JEP 158 and 271): the pauses of
 * G1, Serial, Parallel and Z collections, how long safepoints held all threads, and the heap's size after
 * the last collection, or at the end where there was none.
 *
 * <p>Pauses in milliseconds, sizes in bytes.
 */
public record GcLog(
        List<Double> pauses,
        List<Double> safepoints,
        OptionalLong usedBytes,
        OptionalLong committedBytes,
        OptionalLong maxBytes) {

    /** {@code Pause Young (Normal) (G1 Evacuation Pause) 15M->3M(64M) 13.194ms}; Z's have no sizes. */
    private static final Pattern PAUSE =
            Pattern.compile(".*\\bPause .*?(?:(\\d+)([KMG])->(\\d+)([KMG])\\((\\d+)([KMG])\\) )?([0-9.]+)ms");

    private static final Pattern Z_COLLECTION =
            Pattern.compile(".*\\bCollection \\(.*\\) \\d+[KMG]\\(\\d+%\\)->(\\d+)([KMG])\\(\\d+%\\) .*");
    private static final Pattern SAFEPOINT = Pattern.compile(".*\\] Safepoint \".*\\bTotal: (\\d+) ns.*");
    private static final Pattern MAX = Pattern.compile(".*\\bHeap Max Capacity: (\\d+)([KMG])");
    private static final Pattern G1_EXIT =
            Pattern.compile(".*garbage-first heap .*\\bcommitted (\\d+)([KMG]), used (\\d+)([KMG]).*");
    /** Two lines, one a generation; their sums are the heap. */
    private static final Pattern SERIAL_EXIT =
            Pattern.compile(".*\\b(?:DefNew|Tenured)\\s+total (\\d+)([KMG]), used (\\d+)([KMG]).*");

    private static final Pattern Z_CAPACITY =
            Pattern.compile(".*\\bZHeap\\s+used (\\d+)([KMG]), capacity (\\d+)([KMG]).*");

    public static GcLog parse(List<String> lines) {
        Builder builder = new Builder();
        lines.forEach(builder::line);
        return builder.build();
    }

    /** Mutable, confined to one parse. */
    private static final class Builder {
        private final List<Double> pauses = new ArrayList<>();
        private final List<Double> safepoints = new ArrayList<>();
        private OptionalLong used = OptionalLong.empty();
        private OptionalLong committed = OptionalLong.empty();
        private OptionalLong max = OptionalLong.empty();
        private long serialUsed;
        private long serialCommitted;

        void line(String line) {
            if (!pause(line) && !zCollection(line) && !safepoint(line) && !atExit(line)) {
                Matcher capacity = MAX.matcher(line);
                if (capacity.matches()) {
                    max = size(capacity, 1);
                }
            }
        }

        private boolean pause(String line) {
            Matcher pause = PAUSE.matcher(line);
            if (!pause.matches()) {
                return false;
            }
            pauses.add(Double.parseDouble(pause.group(7)));
            if (pause.group(3) != null) {
                used = size(pause, 3);
                committed = size(pause, 5);
            }
            return true;
        }

        private boolean zCollection(String line) {
            Matcher collection = Z_COLLECTION.matcher(line);
            if (!collection.matches()) {
                return false;
            }
            used = size(collection, 1);
            return true;
        }

        private boolean safepoint(String line) {
            Matcher safepoint = SAFEPOINT.matcher(line);
            if (!safepoint.matches()) {
                return false;
            }
            safepoints.add(Long.parseLong(safepoint.group(1)) / 1e6);
            return true;
        }

        private boolean atExit(String line) {
            Matcher g1 = G1_EXIT.matcher(line);
            if (g1.matches()) {
                keep(size(g1, 3), size(g1, 1));
                return true;
            }
            Matcher serial = SERIAL_EXIT.matcher(line);
            if (serial.matches()) {
                serialUsed += size(serial, 3).orElse(0);
                serialCommitted += size(serial, 1).orElse(0);
                return true;
            }
            Matcher z = Z_CAPACITY.matcher(line);
            if (z.matches()) {
                keep(size(z, 1), size(z, 3));
                return true;
            }
            return false;
        }

        /** The end's figures include garbage, so a collection's are preferred. */
        private void keep(OptionalLong usedAtExit, OptionalLong committedAtExit) {
            used = used.isPresent() ? used : usedAtExit;
            committed = committed.isPresent() ? committed : committedAtExit;
        }

        private static OptionalLong size(Matcher matcher, int group) {
            long number = Long.parseLong(matcher.group(group));
            return OptionalLong.of(
                    switch (matcher.group(group + 1)) {
                        case "K" -> number << 10;
                        case "M" -> number << 20;
                        default -> number << 30;
                    });
        }

        GcLog build() {
            if (serialCommitted > 0) {
                keep(OptionalLong.of(serialUsed), OptionalLong.of(serialCommitted));
            }
            return new GcLog(List.copyOf(pauses), List.copyOf(safepoints), used, committed, max);
        }
    }
}
