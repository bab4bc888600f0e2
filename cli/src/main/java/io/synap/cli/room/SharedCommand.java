package io.synap.cli.room;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Given;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one shared group of one room, its first two arguments. Confined to one run. */
@Command
abstract class SharedCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ROOM")
    private String room = "";

    @Parameters(index = "1", paramLabel = "GROUP")
    private String group = "";

    /** Arguments that begin with both. */
    final Given given() {
        return Given.of("room", room).text("group", group);
    }
}
