package io.synap.server.resp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random scripts of publish and subscribe for several connections, and what they give. */
final class RandomPubSub {
    static final int CONNECTIONS = 3;
    private static final List<String> CHANNELS = List.of("a", "b", "news.x", "news.y", "");
    /** No channel matches two of them: in which order Redis sends those is a matter of its hash table. */
    private static final List<String> PATTERNS = List.of("news.*", "?", "[^an]*b?");

    /** Commands that one connection sends at once. */
    record Step(int connection, List<List<String>> commands) {}

    private RandomPubSub() {}

    static List<Step> script(SplittableRandom random, int steps) {
        List<Step> script = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            List<List<String>> commands = new ArrayList<>();
            int count = 1 + random.nextInt(4);
            for (int j = 0; j < count; j++) {
                commands.add(command(random));
            }
            script.add(new Step(random.nextInt(CONNECTIONS), commands));
        }
        return script;
    }

    private static List<String> command(SplittableRandom random) {
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
        return switch (random.nextInt(20)) {
            case 0, 1 -> List.of("SUBSCRIBE", channel, CHANNELS.get(random.nextInt(CHANNELS.size())));
            case 2 -> List.of("UNSUBSCRIBE", channel);
            case 3 -> List.of("PSUBSCRIBE", pattern);
            case 4 -> List.of("PUNSUBSCRIBE", pattern);
            case 5 -> List.of("SSUBSCRIBE", channel);
            case 6 -> List.of("SUNSUBSCRIBE", channel);
            case 7 -> List.of("HELLO", random.nextBoolean() ? "3" : "2", "SETNAME", "me");
            case 8 -> List.of(random.nextInt(4) == 0 ? "RESET" : "PING");
            case 9 -> List.of("PUBSUB", "NUMSUB", channel, "b");
            case 10 -> List.of("PUBSUB", random.nextBoolean() ? "NUMPAT" : "SHARDNUMSUB");
            case 11 -> List.of("SPUBLISH", channel, "sharded " + random.nextInt(100));
            case 12 -> List.of("CLIENT", random.nextBoolean() ? "GETNAME" : "NOSUCH");
            case 13 -> List.of("GET", "no such key");
            default -> List.of("PUBLISH", channel, "message " + random.nextInt(100));
        };
    }

    /** What each connection gets after each step, everything that was sent before a mark. */
    static List<String> play(int port, List<Step> script) throws IOException {
        List<RawConnection> clients = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(new RawConnection(port));
            }
            for (int i = 0; i < script.size(); i++) {
                Step step = script.get(i);
                for (List<String> command : step.commands()) {
                    clients.get(step.connection()).send(RawConnection.encode(command));
                }
                // First of all the one that publishes: what it has sent is done when it has the mark.
                StringBuilder all = new StringBuilder("step " + i + " " + step + "\n");
                all.append(untilMark(clients.get(step.connection()), "mark " + i));
                for (RawConnection each : clients) {
                    all.append("--\n").append(untilMark(each, "mark again " + i));
                }
                seen.add(all.toString().replaceAll("id\r\n:\\d+", "id"));
            }
        } finally {
            for (RawConnection each : clients) {
                each.close();
            }
        }
        return seen;
    }

    private static String untilMark(RawConnection client, String mark) throws IOException {
        client.send(RawConnection.encode(List.of("PING", mark)));
        StringBuilder all = new StringBuilder();
        String reply = "";
        while (!reply.contains(mark)) {
            reply = client.reply();
            all.append(reply);
        }
        return all.toString();
    }
}
