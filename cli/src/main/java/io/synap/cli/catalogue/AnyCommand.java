package io.synap.cli.catalogue;

import io.synap.cli.command.ClientCommand;
import io.synap.cli.command.ExitCodes;
import io.synap.cli.command.FollowOptions;
import io.synap.cli.command.Given;
import io.synap.cli.command.JsonObjects;
import io.synap.cli.output.JsonText;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Any command of the server's catalogue, by its name. Confined to one run. */
@Command(
        name = "command",
        description = "Any command of the server by its name, such as kv.get or queue.publish; one that subscribes is"
                + " followed until interrupted.",
        footer = {
            "",
            "An argument NAME=VALUE is a text (@FILE and - as elsewhere), NAME:=JSON is any JSON:",
            "  synap command queue.publish queue=mail payload=hello priority:=7",
            "  synap command stream.subscribe room=orders from=first --count 10"
        })
public final class AnyCommand extends ClientCommand {
    private static final Set<String> OTHER_SUBSCRIPTIONS = Set.of("kv.watch", "presence.join");

    @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND")
    private String name = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME=VALUE")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--list", description = "Print the names of all commands of the server.")
    private boolean list;

    @Option(names = "--json", paramLabel = "OBJECT", description = "All arguments as JSON; - reads standard input.")
    private Optional<String> json = Optional.empty();

    @Mixin
    private FollowOptions follow = new FollowOptions();

    @Override
    protected int run(Output output) {
        if (name.isEmpty() != list) {
            throw misused("give either COMMAND, or --list");
        }
        if (list) {
            output.result(ask("command.list", new Given().make()).get("commands"));
            return ExitCodes.OK;
        }
        Given given = given();
        if (name.endsWith(".subscribe") || OTHER_SUBSCRIPTIONS.contains(name)) {
            return follow.print(
                    output,
                    client().events(name, given.make()),
                    "following; Ctrl-C ends it",
                    told -> told.type() + "  " + JsonText.of(new Value.Structure(told.members())));
        }
        Value answer = ask(name, given.make());
        output.result(answer);
        return answer.isNull() ? ExitCodes.NEGATIVE : ExitCodes.OK;
    }

    private Given given() {
        Given given = new Given();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1 || argument.startsWith(":=")) {
                throw misused("'" + argument + "' is neither NAME=VALUE nor NAME:=JSON");
            }
            boolean isJson = argument.charAt(equals - 1) == ':';
            String member = argument.substring(0, isJson ? equals - 1 : equals);
            String value = argument.substring(equals + 1);
            if (given.has(member)) {
                throw misused("'" + member + "' is said twice");
            }
            if (!isJson) {
                given.bytes(member, valueOf(value));
            } else if (JsonObjects.isDocument(value)) {
                given.json(member, value);
            } else {
                throw misused("'" + value + "' is no JSON");
            }
        }
        return json.isPresent() ? with(given, json.get()) : given;
    }

    private Given with(Given given, String document) {
        byte[] bytes = document.equals("-") || document.startsWith("@")
                ? valueOf(document)
                : document.getBytes(StandardCharsets.UTF_8);
        return given.and(JsonObjects.members(bytes, "--json"));
    }
}
