package io.synap.engine;

import io.synap.protocol.operation.InSession;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.Operation;
import io.synap.protocol.operation.SessionId;
import io.synap.protocol.operation.SessionLimits;
import io.synap.protocol.operation.SessionStamp;
import io.synap.protocol.operation.SystemOperation;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Operations on the keys of one shard, with sessions and without: in order and out of it, new ones and repeats, of what was
 * done, was rejected, or has passed.
 */
final class SessionHistory {
    private static final int SESSIONS = 6;
    private static final int PARTS = 3;

    private record Place(long number, int part) {}

    private static final class Client {
        final SessionId id;
        long next = 1;
        final Map<Place, Operation> sent = new HashMap<>();

        Client(SessionId id) {
            this.id = id;
        }
    }

    final RandomHistory keys;
    private final SplittableRandom random;
    private final Client[] clients = new Client[SESSIONS];

    SessionHistory(SplittableRandom random, int keys) {
        this.random = random;
        this.keys = new RandomHistory(random, keys, 10_000);
        for (int i = 0; i < SESSIONS; i++) {
            clients[i] = new Client(new SessionId(random.nextLong(), i));
        }
    }

    Operation next() {
        if (random.nextInt(200) == 0) {
            keys.now += random.nextLong(SessionLimits.IDLE_MILLIS / 2);
            return new SystemOperation.Advance(random.nextInt(4));
        }
        Operation operation = keys.next();
        boolean keyed =
                operation instanceof KvOperation && !(operation instanceof KvOperation.Flush) && random.nextInt(5) > 0;
        return keyed ? inSession(clients[random.nextInt(SESSIONS)], operation) : operation;
    }

    /** Mostly the next number; else one of the last ones, used or not; now and then far ahead. */
    private InSession inSession(Client client, Operation operation) {
        if (random.nextInt(3) > 0) {
            client.next += 1 + random.nextInt(2);
        } else if (random.nextInt(400) == 0) {
            client.next += random.nextInt(2 * SessionLimits.WINDOW);
        }
        long number = Math.max(1, client.next - (random.nextBoolean() ? 0 : random.nextInt(40)));
        if (random.nextInt(100) == 0) {
            number = Math.max(1, number - SessionLimits.WINDOW);
        }
        Place place = new Place(number, random.nextInt(PARTS));
        Operation same = client.sent.computeIfAbsent(place, absent -> operation);
        long answeredBelow = Math.max(1, number - (random.nextBoolean() ? 300 : random.nextInt(30)));
        return new InSession(same, new SessionStamp(client.id, number, answeredBelow, place.part()));
    }
}
