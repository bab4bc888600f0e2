package io.synap.cli.topic;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Topics and their partitions. Confined to one run. */
@Command(
        name = "topic",
        description = "Topics: event streams in partitions.",
        subcommands = {
            CreateCommand.class,
            PublishCommand.class,
            ReadCommand.class,
            TailCommand.class,
            ListCommand.class,
            StatsCommand.class,
            DeleteCommand.class
        })
public final class TopicGroup extends CommandGroup {}
