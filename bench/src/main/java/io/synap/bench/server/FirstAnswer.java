package io.synap.bench.server;

import io.synap.bench.load.Reply;
import io.synap.bench.load.RespClient;
import io.synap.bench.system.MeasurementException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Thread-safe, no state. How long a server takes to its first good answer, asked every millisecond. */
public final class FirstAnswer {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What to ask, and which answer will do. */
    public record Question(List<String> words, String expected) {
        /** The value of a key; an error such as Redis' LOADING, and nil, are asked again. */
        public static Question get(String key, String value) {
            return new Question(List.of("GET", key), value);
        }
    }

    public static final Question PING = new Question(List.of("PING"), "PONG");

    private FirstAnswer() {}

    /** Asks over one connection until the answer is good; false if that does not come before the deadline. */
    private interface Attempt {
        boolean succeeds(long deadlineNanos) throws IOException, InterruptedException;
    }

    /** {@link System#nanoTime} of the answer. */
    public static long await(BenchServer server, Question question, Duration timeout) throws InterruptedException {
        String what = String.join(" ", question.words());
        return await(server, what, timeout, deadline -> asked(server, question, deadline));
    }

    static void awaitGreeting(BenchServer server, Greeting greeting, Duration timeout) throws InterruptedException {
        var _ = await(server, "a new connection", timeout, deadline -> greeted(server, greeting, deadline));
    }

    private static boolean asked(BenchServer server, Question question, long deadline)
            throws IOException, InterruptedException {
        try (RespClient client = server.connect()) {
            while (System.nanoTime() < deadline) {
                Reply reply = client.call(question.words().toArray(String[]::new));
                if (!reply.isError() && reply.text().equals(question.expected())) {
                    return true;
                }
                pause();
            }
            return false;
        }
    }

    private static boolean greeted(BenchServer server, Greeting greeting, long deadline)
            throws IOException, InterruptedException {
        while (System.nanoTime() < deadline) {
            if (greeting.heard(server.port())) {
                return true;
            }
            pause();
        }
        return false;
    }

    private static long await(BenchServer server, String what, Duration timeout, Attempt attempt)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (attempt.succeeds(deadline)) {
                    return System.nanoTime();
                }
            } catch (IOException notListeningYet) {
                if (server.ended()) {
                    throw new MeasurementException(
                            server.name() + " ended before it answered:\n" + server.lastOutput(), notListeningYet);
                }
                pause();
            }
        }
        throw new MeasurementException(
                server.name() + " gave no good answer to " + what + " within " + timeout.toSeconds() + " s");
    }

    private static void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(RETRY_NANOS);
    }
}
