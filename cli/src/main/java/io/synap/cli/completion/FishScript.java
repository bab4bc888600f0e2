package io.synap.cli.completion;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completions as fish reads them. Confined to one run. */
final class FishScript {
    private final String program;
    private final StringBuilder script = new StringBuilder();

    private FishScript(String program) {
        this.program = program;
    }

    static String of(CommandLine root) {
        FishScript script = new FishScript(root.getCommandName());
        script.begin();
        script.add("", root);
        return script.script.toString();
    }

    /** A function that says whether the words so far, without options, are exactly those of a command. */
    private void begin() {
        script.append("""
            # Completions of %1$s for fish.
            function __%1$s_at
                set -l words (commandline -opc)[2..-1]
                set -l plain (string match -v -- '-*' $words)
                set -l wanted (string split ' ' -- $argv[1])
                test "$argv[1]" = ''; and set wanted
                test (count $plain) -ge (count $wanted); or return 1
                for i in (seq (count $wanted))
                    test "$plain[$i]" = "$wanted[$i]"; or return 1
                end
                test "$argv[2]" = within; or test (count $plain) -eq (count $wanted)
            end
            complete -c %1$s -f
            """.formatted(program));
    }

    private void add(String path, CommandLine line) {
        Map<String, CommandLine> commands = new TreeMap<>(line.getSubcommands());
        commands.forEach((name, command) -> script.append("complete -c %s -n '__%s_at \"%s\" exactly' -a %s -d %s%n"
                .formatted(program, program, path, name, quoted(description(command)))));
        for (OptionSpec option : line.getCommandSpec().options()) {
            if (!option.hidden()) {
                option(path, option);
            }
        }
        commands.forEach((name, command) -> add(path.isEmpty() ? name : path + " " + name, command));
    }

    private void option(String path, OptionSpec option) {
        script.append("complete -c %s -n '__%s_at \"%s\" within'".formatted(program, program, path));
        for (String name : option.names()) {
            script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (!option.arity().isVariable() && option.arity().max() == 0) {
            script.append(" -d ");
        } else if (option.completionCandidates() != null) {
            String words = String.join(" ", option.completionCandidates());
            script.append(" -x -a ").append(quoted(words)).append(" -d ");
        } else {
            script.append(" -r -d ");
        }
        script.append(quoted(option.description().length == 0 ? "" : option.description()[0]))
                .append(System.lineSeparator());
    }

    private static String description(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        return lines.length == 0 ? "" : lines[0];
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(each -> each == '\'' || each == '\\' ? "\\" + (char) each : String.valueOf((char) each))
                .collect(Collectors.joining("", "'", "'"));
    }
}
