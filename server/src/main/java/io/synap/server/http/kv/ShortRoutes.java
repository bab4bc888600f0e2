package io.synap.server.http.kv;

import io.synap.server.http.Route;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.command.ShortDialect;
import java.util.List;

/**
 * The short routes of the published Synap protocol: {@code /kv/set}, {@code /kv/get/{key}} and so on,
 * with their shapes, without a prefix and under {@code /api/v1}. Confined to one event loop. Errors are
 * {@code {"error","code"}}; they are other ways to the commands of the registry. An absent key reads as 200 {@code {"error":"Key not found"}}, as there.
 */
final class ShortRoutes {
    private static final String MOVED = "success:boolean source:string destination:string";
    private static final String SET_FIELDS =
            "key:string value?:any value_base64?:string ttl?:integer expiry?:object nx?:boolean xx?:boolean"
                    + " keepttl?:boolean get?:boolean";

    private final CommandRegistry commands;

    ShortRoutes(CommandRegistry commands) {
        this.commands = commands;
    }

    List<Route> routes() {
        return ShortDialect.of(unprefixed());
    }

    private List<Route> unprefixed() {
        return List.of(
                post("/kv/set", "kv.set", "Set a value.")
                        .reads(SET_FIELDS)
                        .answers("success:boolean key:string written:boolean version:integer old_value?:any"),
                get("/kv/get/{key}", "kv.get", "Read a value as a bare string, or as numbers with type=bytes.")
                        .query("type?:string"),
                Route.delete("/kv/del/{key}", commands.shortRoute("kv.del"))
                        .command("kv.del", "Remove a key.")
                        .answers("deleted:boolean key:string"),
                get("/kv/stats", "kv.stats", "Figures about all keys."),
                post("/kv/msetnx", "kv.msetnx", "Set several keys as one, if none of them is there.")
                        .reads("pairs:any")
                        .answers("success:boolean"),
                post("/kv/{key}/append", "kv.append", "Append to a value.")
                        .reads("value:any")
                        .answers("length:integer version:integer"),
                post("/kv/{key}/setrange", "kv.setrange", "Overwrite a part of a value.")
                        .reads("offset:integer value:any")
                        .answers("length:integer version:integer"),
                post("/kv/{key}/getset", "kv.getset", "Set a value and return the old one as a bare string.")
                        .reads("value:any"),
                get("/kv/{key}/getrange", "kv.getrange", "A part of a value as a bare string.")
                        .query("start:integer end:integer"),
                get("/kv/{key}/strlen", "kv.strlen", "Length of a value in bytes.")
                        .answers("length:integer"),
                get("/key/{key}/type", "key.type", "The type of a value, or none.")
                        .answers("key:string type:string"),
                get("/key/{key}/exists", "key.exists", "Whether a key is there.")
                        .answers("key:string exists:boolean"),
                post("/key/{key}/rename", "key.rename", "Give a value another name.")
                        .reads("destination:string")
                        .answers(MOVED),
                post("/key/{key}/renamenx", "key.renamenx", "Give a value another name that is free.")
                        .reads("destination:string")
                        .answers(MOVED),
                post("/key/{key}/copy", "key.copy", "Copy a value to another name.")
                        .reads("destination:string replace?:boolean")
                        .answers(MOVED),
                get("/key/randomkey", "key.randomkey", "Some key, or null.").answers("key:any"),
                get("/memory/{key}/usage", "memory.usage", "What a key takes in memory.")
                        .answers("key:string bytes:integer human:string"));
    }

    private Route get(String template, String command, String about) {
        return Route.get(template, commands.shortRoute(command)).command(command, about);
    }

    private Route post(String template, String command, String about) {
        return Route.post(template, commands.shortRoute(command)).command(command, about);
    }
}
