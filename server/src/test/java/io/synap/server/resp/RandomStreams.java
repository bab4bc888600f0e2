package io.synap.server.resp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random commands on a few streams, with ids that are given: so that two servers can be compared. */
final class RandomStreams {
    private static final int COMMANDS = 4_000;

    private RandomStreams() {}

    static List<List<String>> session(SplittableRandom random) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of("DEL", "s0", "s1", "s2"));
        for (int i = 0; i < COMMANDS; i++) {
            commands.add(command(random));
        }
        return commands;
    }

    private static List<String> command(SplittableRandom random) {
        String stream = "s" + random.nextInt(3);
        String other = "s" + random.nextInt(3);
        String count = "" + (random.nextInt(8) + 1);
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> List.of("XADD", stream, id(random), "a", "" + random.nextInt(100));
            case 3, 4 ->
                List.of("XADD", stream, millis(random) + "-*", "event", "e", "x", "y".repeat(random.nextInt(300)));
            case 5 -> List.of("XADD", stream, "NOMKSTREAM", "MAXLEN", "" + random.nextInt(40), id(random), "a", "b");
            case 6 -> List.of("XADD", stream, "MINID", id(random), id(random), "a", "b");
            case 7, 8 -> List.of("XRANGE", stream, bound(random), bound(random), "COUNT", count);
            case 9, 10 -> List.of("XREVRANGE", stream, bound(random), bound(random), "COUNT", count);
            case 11 -> List.of("XRANGE", stream, "-", "+");
            case 12 -> List.of("XREVRANGE", stream, "+", bound(random));
            case 13 -> List.of("XREAD", "COUNT", count, "STREAMS", stream, other, id(random), id(random));
            case 14 -> List.of("XREAD", "STREAMS", stream, id(random));
            case 15, 16 -> List.of("XDEL", stream, id(random), id(random), id(random));
            case 17 -> List.of("XTRIM", stream, "MAXLEN", "" + random.nextInt(60));
            case 18 -> List.of("XTRIM", stream, "MINID", id(random));
            case 19 -> List.of("XLEN", stream);
            case 20 -> random.nextInt(10) == 0 ? List.of("DEL", stream, other) : List.of("EXISTS", stream, other);
            case 21 ->
                // Beyond every id there is: an id that was removed is not given again here.
                random.nextInt(20) == 0 ? List.of("XSETID", stream, "300-0") : List.of("TYPE", stream);
            case 22 ->
                // Waiting takes its time, so it is rare.
                random.nextInt(20) == 0
                        ? List.of("XREAD", "COUNT", count, "BLOCK", "1", "STREAMS", stream, "$")
                        : List.of("XREAD", "COUNT", count, "STREAMS", stream, "$");
            default -> List.of("XREAD", "COUNT", count, "STREAMS", other, "0");
        };
    }

    /** Ids lie close together, so that they meet. */
    private static String id(SplittableRandom random) {
        return millis(random) + "-" + random.nextInt(3);
    }

    private static int millis(SplittableRandom random) {
        return random.nextInt(200) + 1;
    }

    private static String bound(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> "-";
            case 1 -> "+";
            case 2 -> "(" + id(random);
            case 3 -> "" + millis(random);
            default -> id(random);
        };
    }
}
