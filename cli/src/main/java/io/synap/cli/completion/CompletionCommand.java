package io.synap.cli.completion;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.output.Output;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script that lets a shell complete the program's words. Confined to one run. */
@Command(
        name = "completion",
        description = {
            "Print a script that lets your shell complete commands and options:",
            "  bash  source <(synap completion bash)",
            "  zsh   source <(synap completion zsh)",
            "  fish  synap completion fish | source"
        })
public final class CompletionCommand extends ClientCommand {
    /** Who completes. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Override
    protected int run(Output output) {
        CommandLine root = root();
        String script = switch (shell) {
            // The script of bash begins by loading what zsh needs to understand it.
            case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root);
            case FISH -> FishScript.of(root);
        };
        output.raw(script.getBytes(StandardCharsets.UTF_8));
        output.flush();
        return ExitCodes.OK;
    }
}
