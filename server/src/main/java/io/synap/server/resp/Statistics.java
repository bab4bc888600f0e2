package io.synap.server.resp;

import java.util.List;

/** What INFO counts since the start, or since CONFIG RESETSTAT. Thread-safe. */
final class Statistics {
    private final List<RespLoop> loops;
    private final Clients clients;
    private volatile long commandsBefore;
    private volatile long acceptedBefore;
    private volatile long refusedBefore;

    Statistics(List<RespLoop> loops, Clients clients) {
        this.loops = loops;
        this.clients = clients;
    }

    long commands() {
        return allCommands() - commandsBefore;
    }

    long accepted() {
        return clients.accepted() - acceptedBefore;
    }

    long refused() {
        return clients.refused() - refusedBefore;
    }

    void reset() {
        commandsBefore = allCommands();
        acceptedBefore = clients.accepted();
        refusedBefore = clients.refused();
    }

    private long allCommands() {
        long sum = 0;
        for (RespLoop loop : loops) {
            sum += loop.commandCount();
        }
        return sum;
    }
}
