package io.synap.cli.presence;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Who is in a room. Confined to one run. */
@Command(
        name = "presence",
        description = "Who is in a room.",
        subcommands = {ListCommand.class, JoinCommand.class, WatchCommand.class})
public final class PresenceGroup extends CommandGroup {}
