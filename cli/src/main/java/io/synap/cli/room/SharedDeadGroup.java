package io.synap.cli.room;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** A shared group's dead letters. Confined to one run. */
@Command(
        name = "dead",
        description = "A shared group's dead letters: events that were rejected, or failed too often.",
        subcommands = {
            DeadListCommand.class,
            DeadShowCommand.class,
            DeadRedriveCommand.class,
            DeadStopCommand.class,
            DeadPurgeCommand.class
        })
final class SharedDeadGroup extends CommandGroup {}
