package io.synap.cli.pubsub;

import io.synap.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Channels. Confined to one run. */
@Command(
        name = "pubsub",
        description = "Messages to whoever listens now.",
        subcommands = {
            PublishCommand.class,
            SubscribeCommand.class,
            ChannelsCommand.class,
            ChannelCommand.class,
            PubSubStatsCommand.class
        })
public final class PubSubGroup extends CommandGroup {}
