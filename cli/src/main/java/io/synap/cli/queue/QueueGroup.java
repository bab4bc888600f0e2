package io.synap.cli.queue;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Queues and their messages. Confined to one run. */
@Command(
        name = "queue",
        description = "Queues and their messages.",
        subcommands = {
            CreateCommand.class,
            PublishCommand.class,
            ReceiveCommand.class,
            AckCommand.class,
            NackCommand.class,
            RejectCommand.class,
            ExtendCommand.class,
            ConsumeCommand.class,
            TailCommand.class,
            ListCommand.class,
            StatsCommand.class,
            ShowCommand.class,
            LengthCommand.class,
            PurgeCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            DeleteCommand.class,
            DeadGroup.class
        })
public final class QueueGroup extends CommandGroup {}
