package io.synap.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what was probably meant. Stateless. */
final class UsageErrors {
    private UsageErrors() {}

    static int explain(ParameterException wrong, Failures failures) {
        CommandLine line = wrong.getCommandLine();
        String message = message(wrong);
        List<String> meant = meant(wrong);
        String hint = meant.isEmpty()
                ? Failures.helpOf(line)
                : "did you mean " + String.join(" or ", meant) + "? " + Failures.helpOf(line);
        return failures.tell(line.getErr(), "USAGE " + message, hint, ExitCodes.USAGE);
    }

    private static String message(ParameterException wrong) {
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (first.startsWith("-")) {
                return "'" + name + "' has no option '" + first + "'";
            }
            return isGroup(wrong.getCommandLine())
                    ? "'" + name + "' has no command '" + first + "'"
                    : "'" + name + "' does not take '" + first + "'";
        }
        ArgSpec argument = wrong.getArgSpec();
        if (argument != null && wrong.getValue() != null && isEnum(argument)) {
            String label = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
            return "'" + wrong.getValue() + "' is no value of " + label + "; it takes "
                    + String.join(", ", constants(argument));
        }
        String message = wrong.getMessage();
        return message == null ? wrong.toString() : message.replace("\n", " ");
    }

    private static List<String> meant(ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (first.startsWith("-")) {
                return Nearest.to(first.replaceFirst("=.*", ""), options(line));
            }
            List<String> within = within(line, first);
            return within.isEmpty() ? Nearest.to(first, commands(line)) : within;
        }
        ArgSpec argument = wrong.getArgSpec();
        return argument != null && wrong.getValue() != null && isEnum(argument)
                ? Nearest.to(wrong.getValue(), constants(argument))
                : List.of();
    }

    private static boolean isGroup(CommandLine line) {
        return line.getCommandSpec().positionalParameters().isEmpty();
    }

    private static List<String> options(CommandLine line) {
        return List.copyOf(line.getCommandSpec().optionsMap().keySet());
    }

    /** Where a word is a command of groups below: {@code kv mget} for {@code mget}. */
    private static List<String> within(CommandLine line, String word) {
        return line.getSubcommands().entrySet().stream()
                .filter(group -> group.getValue().getSubcommands().containsKey(word))
                .map(group -> group.getKey() + " " + word)
                .sorted()
                .toList();
    }

    private static List<String> commands(CommandLine line) {
        return new ArrayList<>(line.getSubcommands().keySet());
    }

    private static boolean isEnum(ArgSpec argument) {
        return argument.typeInfo().isEnum() || isEnumElement(argument);
    }

    private static boolean isEnumElement(ArgSpec argument) {
        return argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0].isEnum();
    }

    private static List<String> constants(ArgSpec argument) {
        // An optional one, or one of several, is within.
        Class<?> type = argument.type().isEnum() ? argument.type() : argument.auxiliaryTypes()[0];
        return Arrays.stream(type.getEnumConstants())
                .map(each -> each.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toList());
    }
}
