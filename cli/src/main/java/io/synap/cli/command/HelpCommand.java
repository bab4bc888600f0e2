package io.synap.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a command, however deep it is: {@code help kv get}. Confined to one run. */
@Command(name = "help", description = "Explain a command, such as: help kv get.")
public final class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Its words.")
    private List<String> words = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("only picocli fills this in");
        }
        CommandLine line = known.root().commandLine();
        for (String word : words) {
            CommandLine next = line.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(line, unknown(line, word));
            }
            line = next;
        }
        line.usage(line.getOut());
        return ExitCodes.OK;
    }

    private static String unknown(CommandLine line, String word) {
        List<String> meant = Nearest.to(word, line.getSubcommands().keySet());
        return "'" + line.getCommandSpec().qualifiedName() + "' has no command '" + word + "'"
                + (meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?");
    }
}
