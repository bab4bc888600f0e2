package io.synap.cli.command;

import io.synap.cli.output.Output;
import io.synap.client.wire.Value;

/** What became of several things that one command was about: {@code {results, done, refused}}. Stateless. */
public final class Results {
    private Results() {}

    /** Says how many were done, or if not all were, what became of each; REJECTED then. */
    public static int tell(Output output, Value answer, String done) {
        if (answer.get("refused").integer() == 0) {
            output.done(answer, answer.get("done").integer() + " " + done);
            return ExitCodes.OK;
        }
        output.result(answer.get("results"));
        return ExitCodes.REJECTED;
    }
}
