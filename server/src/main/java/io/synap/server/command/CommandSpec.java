package io.synap.server.command;

import java.util.List;
import java.util.Set;

/**
 * One command.
 *
 * @param name stable, of the form {@code family.verb}: the envelope's command and the metrics' label
 * @param respNames how RESP calls it, in upper case; the first is the usual one
 * @param arity arguments on RESP with the name; negative means at least that many
 */
public record CommandSpec(
        String name,
        List<String> respNames,
        Family family,
        int arity,
        Set<CommandFlag> flags,
        KeySpec keys,
        String summary) {
    /** Which argument names what figures are kept of, a queue or a room; 0 when none does in a fixed place. */
    public int namedAt() {
        return family == Family.QUEUE || family == Family.STREAM ? keys.first() : 0;
    }

    public boolean has(CommandFlag flag) {
        return flags.contains(flag);
    }

    /** Whether that many arguments, the name included, are right. */
    public boolean accepts(int arguments) {
        return arity >= 0 ? arguments == arity : arguments >= -arity;
    }
}
