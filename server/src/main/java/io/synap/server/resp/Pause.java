package io.synap.server.resp;

/**
 * What CLIENT PAUSE asks for: commands wait until a time, all of them or those that write. Immutable.
 *
 * <p>CLIENT itself never waits, unlike in Redis 7.0, so that CLIENT UNPAUSE always gets through.
 *
 * @param untilMillis milliseconds since 1970
 */
record Pause(long untilMillis, boolean all) {
    private static final String EXEMPT = "client";

    boolean isOver(long nowMillis) {
        return nowMillis >= untilMillis;
    }

    boolean holds(Command command) {
        return (all || command.writes() || command.publishes())
                && !command.lowerName().equals(EXEMPT);
    }

    /** Both together: the later end, the more commands. */
    Pause with(Pause other) {
        return new Pause(Math.max(untilMillis, other.untilMillis), all || other.all);
    }
}
