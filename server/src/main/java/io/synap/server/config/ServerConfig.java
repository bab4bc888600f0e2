package io.synap.server.config;

import java.util.OptionalInt;

/** The section {@code server}. */
@Section("The process.")
public record ServerConfig(
        @Setting(
                value = "auto",
                range = "1..256",
                about = "Threads that serve sockets; auto is one for every two cores.")
        OptionalInt eventLoops,

        @Setting(value = "auto", about = "How sockets are polled; auto takes epoll where it loads, else nio.")
        Transport transport) {

    /** The number of event loops, resolved. */
    public int eventLoopCount() {
        return eventLoops.orElseGet(() -> Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }
}
