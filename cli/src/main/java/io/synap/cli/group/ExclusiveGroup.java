package io.synap.cli.group;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Exclusive consumer groups. Confined to one run. */
@Command(
        name = "group",
        description = "Exclusive groups: each partition has one reader, which commits offsets.",
        subcommands = {
            CreateCommand.class,
            ListCommand.class,
            StatsCommand.class,
            DeleteCommand.class,
            JoinCommand.class,
            LeaveCommand.class,
            HeartbeatCommand.class,
            AssignmentCommand.class,
            CommitCommand.class,
            OffsetsCommand.class,
            ResetCommand.class
        })
public final class ExclusiveGroup extends CommandGroup {}
