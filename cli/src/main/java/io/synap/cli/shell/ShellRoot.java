package io.synap.cli.shell;

import io.synap.cli.command.HelpCommand;
import picocli.CommandLine.Command;

/** The commands of a shell. Stateless. */
@Command(
        name = "synap",
        description = "Commands, of which each has --help; exit or Ctrl-D ends the shell.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HelpCommand.class})
public final class ShellRoot {}
