package io.synap.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;

/** The section {@code server}. */
@Section("The process.")
public record ServerConfig(
        @Setting(value = "auto", about = "Name of this node in logs; auto is the host's name.")
        Optional<String> name,

        @Setting(
                value = "auto",
                range = "1..256",
                about = "Threads that serve sockets; auto is one for every two cores.")
        OptionalInt eventLoops,

        @Setting(value = "auto", about = "How sockets are polled; auto takes the best one that loads.")
        Transport transport) {

    /** The node's name, resolved. Asks the operating system when it is {@code auto}. */
    public String nodeName() {
        return name.orElseGet(ServerConfig::hostName);
    }

    /** The number of event loops, resolved. */
    public int eventLoopCount() {
        return eventLoops.orElseGet(() -> Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
