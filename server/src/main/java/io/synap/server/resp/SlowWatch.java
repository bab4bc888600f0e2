package io.synap.server.resp;

import io.synap.protocol.error.SynapException;
import io.synap.protocol.resp.RespArguments;
import io.synap.protocol.resp.RespLimits;
import io.synap.protocol.resp.RespParser;
import io.synap.server.command.CommandFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the slow commands of one event loop. Confined to it.
 *
 * <p>Reading the clock costs a good part of a GET, so what the fast lane executes in a row is timed
 * together: when such a run is slow, its last command stands in the log, with a note of how many there
 * were. Every other command is timed by itself.
 */
final class SlowWatch {
    private final RespShared shared;
    /** Reads again what the fast lane has executed. */
    private final RespParser parser;

    private RespTuning tuning;
    private long limitNanos;
    private long since;
    private int run;
    private long lastOfRun;

    SlowWatch(RespShared shared, RespLimits limits) {
        this.shared = shared;
        this.parser = new RespParser(limits);
        this.tuning = shared.tuning();
    }

    /** Begins a batch, at that reading of the clock. */
    void begin(long nanos) {
        tuning = shared.tuning();
        limitNanos = tuning.slowMicros() * 1000L;
        since = nanos;
        run = 0;
    }

    /** Whether commands may run together; when every command is logged, they may not. */
    boolean allowsRuns() {
        return limitNanos != 0;
    }

    /** One more command of a run, whose request begins there. */
    void fast(long request) {
        lastOfRun = request;
        run++;
    }

    /** A run ends here, if there is one: at a batch's end, or before what takes its own time. */
    void endRun(RespConnection connection, long nanos, long end) {
        if (run > 0 && isSlow(nanos - since)) {
            logRun(connection, nanos - since, end);
        }
        run = 0;
        since = nanos;
    }

    /** Something begins that must be timed by itself; what has arrived ends before {@code end}. */
    void beginCommand(RespConnection connection, long end) {
        if (run > 0 && limitNanos >= 0) {
            endRun(connection, System.nanoTime(), end);
        }
    }

    void endCommand(RespConnection connection, Command command, RespArguments arguments) {
        if (limitNanos < 0) {
            return;
        }
        long nanos = System.nanoTime();
        // Who authenticates shows secrets. What goes on in slices is not at its end, and says so by itself.
        if (isSlow(nanos - since) && !command.spec().has(CommandFlag.NO_AUTH) && !connection.isSuspended()) {
            log(connection, nanos - since, SlowLog.cut(arguments));
        }
        since = nanos;
    }

    /** A command that went in slices took so long in all. */
    void ended(RespConnection connection, long nanos, List<byte[]> arguments) {
        tuning = shared.tuning();
        limitNanos = tuning.slowMicros() * 1000L;
        if (isSlow(nanos)) {
            log(connection, nanos, arguments);
        }
    }

    private boolean isSlow(long nanos) {
        return limitNanos >= 0 && nanos >= limitNanos;
    }

    private void logRun(RespConnection connection, long nanos, long end) {
        parser.reset();
        List<byte[]> arguments = new ArrayList<>();
        try {
            parser.parse(lastOfRun, end);
            arguments.addAll(SlowLog.cut(parser.arguments()));
        } catch (SynapException malformed) {
            throw new IllegalStateException("the fast lane executed what the parser refuses", malformed);
        }
        if (run > 1) {
            arguments.add(SlowLog.bytes("... (the last of " + run + " commands timed together)"));
        }
        log(connection, nanos, arguments);
    }

    private void log(RespConnection connection, long nanos, List<byte[]> arguments) {
        shared.slowLog()
                .add(shared.node().clock().millis(), nanos, arguments, connection.client(), tuning.slowEntriesMax());
    }
}
