package io.synap.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Numbers of a session, against the plainest model. */
final class SessionTest {
    private static final System.Logger LOG = System.getLogger(SessionTest.class.getName());

    @Test
    void noNumberIsGivenWhileOneThatIsAWindowOlderIsOpen() {
        Session session = new Session();
        for (long i = 1; i <= Session.WINDOW; i++) {
            assertThat(session.take()).isEqualTo(i);
        }
        session.done(2);
        assertThat(session.isFull()).isTrue();
        assertThat(session.take()).isZero();
        session.done(1);
        assertThat(session.answeredBelow()).isEqualTo(3);
        assertThat(session.take()).isEqualTo(Session.WINDOW + 1L);
        assertThat(session.take()).isEqualTo(Session.WINDOW + 2L);
        assertThat(session.take()).isZero();
    }

    @Test
    void whatIsAnsweredBelowIsWhatTheModelSays() {
        long seed = Long.getLong("synap.seed", System.nanoTime());
        LOG.log(System.Logger.Level.INFO, "SessionTest -Dsynap.seed=" + seed);
        Random random = new Random(seed);
        Session session = new Session();
        TreeSet<Long> open = new TreeSet<>();
        long next = 1;
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(100) < 52) {
                boolean full = !open.isEmpty() && next - open.first() >= Session.WINDOW;
                assertThat(session.take()).as("seed %d", seed).isEqualTo(full ? 0 : next);
                if (!full) {
                    open.add(next++);
                }
            } else if (!open.isEmpty()) {
                List<Long> some = new ArrayList<>(open.headSet(open.first() + 50));
                long done = random.nextInt(50) == 0 ? open.last() : some.get(random.nextInt(some.size()));
                open.remove(done);
                session.done(done);
            }
            long below = open.isEmpty() ? next : open.first();
            assertThat(session.answeredBelow()).as("seed %d", seed).isEqualTo(below);
        }
    }
}
