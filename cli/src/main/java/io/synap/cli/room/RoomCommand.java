package io.synap.cli.room;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.Given;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one room, which is its first argument. Confined to one run. */
@Command
abstract class RoomCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "ROOM")
    private String room = "";

    final String room() {
        return room;
    }

    /** Arguments that begin with the room. */
    final Given given() {
        return Given.of("room", room);
    }
}
