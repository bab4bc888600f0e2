package io.synap.cli.command;

import io.synap.cli.output.Fields;
import io.synap.cli.output.Output;
import java.util.List;
import picocli.CommandLine.Command;

/** Prints what exit codes mean. Confined to one run. */
@Command(
        name = "exit-codes",
        description = "What the exit codes of commands to a server mean.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:Not there, or the answer is no: an absent key, a condition that does not hold, nobody listens.",
            "2:The command line is wrong, or the server says that the request is.",
            "3:The server's state does not allow it: a lost lease, a wrong type, a name that is taken.",
            "4:No server was reached, or it is at a limit; nothing has happened.",
            "5:It may have happened or not: the connection was lost, or no answer came in time.",
            "6:The server or this program is broken.",
            "130:Interrupted (Ctrl-C)."
        })
public final class ExitCodesCommand extends ClientCommand {
    @Override
    protected int run(Output output) {
        output.rows(
                List.of("code", "meaning"),
                spec().usageMessage().exitCodeList().entrySet().stream()
                        .map(each -> new Fields()
                                .number("code", Long.parseLong(each.getKey()))
                                .text("meaning", each.getValue())
                                .make())
                        .toList());
        return ExitCodes.OK;
    }
}
