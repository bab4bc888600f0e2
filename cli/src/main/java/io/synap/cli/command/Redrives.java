package io.synap.cli.command;

import io.synap.cli.output.Output;
import io.synap.cli.output.Progress;
import io.synap.client.wire.Value;
import java.time.Duration;
import java.util.function.Supplier;

/** Dead letters on their way back: {@code {active, halted, redriven, died_again}}. Stateless. */
public final class Redrives {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private Redrives() {}

    /**
     * Shows how a redrive goes on until it is done; REJECTED when it halted.
     *
     * @param total how many letters it is about, 0 if nobody knows
     * @param look asks how it is now
     */
    public static int follow(Output output, Value begun, long total, Supplier<Value> look) {
        Value state = begun;
        try (Progress progress = output.progress("redrive", total)) {
            progress.advance(redriven(state));
            while (state.get("active").flag() && !state.get("halted").flag()) {
                Pause.of(LOOK_EVERY);
                state = look.get();
                progress.advance(redriven(state) - progress.done());
            }
        }
        output.done(state, redriven(state) + " given another try");
        if (!state.get("halted").flag()) {
            return ExitCodes.OK;
        }
        output.note("halted: " + state.get("died_again").integer() + " of them died again");
        return ExitCodes.REJECTED;
    }

    private static long redriven(Value state) {
        return state.get("redriven").integer();
    }
}
