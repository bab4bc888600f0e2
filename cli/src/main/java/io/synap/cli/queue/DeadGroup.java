package io.synap.cli.queue;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** A queue's dead letters. Confined to one run. */
@Command(
        name = "dead",
        description = "A queue's dead letters: messages that were rejected, expired, or failed too often.",
        subcommands = {
            DeadListCommand.class,
            DeadShowCommand.class,
            DeadRedriveCommand.class,
            DeadStopCommand.class,
            DeadRemoveCommand.class,
            DeadPurgeCommand.class
        })
final class DeadGroup extends CommandGroup {}
