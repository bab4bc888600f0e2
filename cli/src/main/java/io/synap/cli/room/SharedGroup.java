package io.synap.cli.room;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** A room's shared groups. Confined to one run. */
@Command(
        name = "group",
        description = "Groups that share a room's events, each under a lease. For exclusive groups see 'synap group'.",
        subcommands = {
            GroupListCommand.class,
            GroupCreateCommand.class,
            GroupShowCommand.class,
            GroupDeleteCommand.class,
            GroupReceiveCommand.class,
            GroupAckCommand.class,
            GroupNackCommand.class,
            GroupRejectCommand.class,
            GroupExtendCommand.class,
            GroupPendingCommand.class,
            SharedDeadGroup.class
        })
final class SharedGroup extends CommandGroup {}
