package io.synap.cli.topic;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Given;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one topic, which is its first argument. Confined to one run. */
@Command
abstract class TopicCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "TOPIC")
    private String topic = "";

    final String topic() {
        return topic;
    }

    /** Arguments that begin with the topic. */
    final Given given() {
        return Given.of("topic", topic);
    }
}
