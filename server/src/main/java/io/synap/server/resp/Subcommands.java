package io.synap.server.resp;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A command whose first argument says what is meant, such as CLIENT. Confined to one event loop. */
final class Subcommands implements CommandHandler {
    /** One of them; its arity counts the container's name and its own. */
    private record Subcommand(String fullName, int arity, CommandHandler handler) {
        boolean accepts(int arguments) {
            return arity >= 0 ? arguments == arity : arguments >= -arity;
        }
    }

    private final String container;
    private final NameTable<Subcommand> table = new NameTable<>();
    private @Nullable CommandHandler alone;
    private final List<String> help = new ArrayList<>();

    Subcommands(String container) {
        this.container = container;
        help.add(container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        table.put("HELP", new Subcommand(fullName("HELP"), 2, this::help));
    }

    Subcommands add(String name, int arity, String explanation, CommandHandler handler) {
        table.put(name, new Subcommand(fullName(name), arity, handler));
        help.add(name);
        help.add("    " + explanation);
        return this;
    }

    /** What it does without any of them. */
    Subcommands alone(CommandHandler handler) {
        alone = handler;
        return this;
    }

    private String fullName(String name) {
        return container.toLowerCase(Locale.ROOT) + "|" + name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void execute(Call call) {
        CommandHandler own = alone;
        if (own != null && call.count() == 1) {
            call.requireNotSubscribed();
            own.execute(call);
            return;
        }
        @Nullable Subcommand wanted = table.get(call.address(1), call.length(1));
        if (wanted == null) {
            throw new SynapException(
                    ErrorCode.UNKNOWN_COMMAND,
                    "unknown subcommand '"
                            + CommandTable.cText(call.arguments(), 1, 128)
                            + "'. Try "
                            + container
                            + " HELP.");
        }
        call.name(wanted.fullName());
        if (!wanted.accepts(call.count())) {
            throw call.arity();
        }
        call.requireNotSubscribed();
        wanted.handler().execute(call);
    }

    private void help(Call call) {
        call.reply().array(help.size() + 2);
        help.forEach(call.reply()::simple);
        call.reply().simple("HELP");
        call.reply().simple("    Print this help.");
    }
}
