package io.synap.cli.changes;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** The change feed. Confined to one run. */
@Command(
        name = "changes",
        description = "Everything that changes the state, in order.",
        subcommands = {TailCommand.class, ReadCommand.class})
public final class ChangesGroup extends CommandGroup {}
