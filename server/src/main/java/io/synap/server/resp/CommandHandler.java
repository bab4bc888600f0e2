package io.synap.server.resp;

/** Executes one command and writes exactly one reply, or suspends its connection. */
@FunctionalInterface
interface CommandHandler {
    void execute(Call call);
}
