package io.synap.cli.room;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Rooms and their events. Confined to one run. */
@Command(
        name = "stream",
        description = "Rooms: streams of events that stay.",
        subcommands = {
            CreateCommand.class,
            PublishCommand.class,
            ReadCommand.class,
            GetCommand.class,
            TailCommand.class,
            ListCommand.class,
            StatsCommand.class,
            TrimCommand.class,
            RemoveCommand.class,
            DeleteCommand.class,
            CorrelatedCommand.class,
            DescendantsCommand.class,
            SharedGroup.class
        })
public final class StreamGroup extends CommandGroup {}
