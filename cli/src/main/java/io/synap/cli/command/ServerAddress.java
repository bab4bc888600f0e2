package io.synap.cli.command;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** Where a server is, for what is not a command of the protocol. Immutable. */
public record ServerAddress(boolean secure, String host, int port) {
    private static final int PORT = 15500;
    private static final int PROBE_MILLIS = 3000;

    /** @throws IllegalArgumentException if it is none */
    public static ServerAddress parse(String text) {
        return parse(text, PORT);
    }

    /** As {@link #parse(String)}, with the port that one means who says none. */
    public static ServerAddress parse(String text, int portDefault) {
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("'" + text + "' is no server; write host:port");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return new ServerAddress(
                scheme.equals("https") || scheme.equals("wss"), host, uri.getPort() < 0 ? portDefault : uri.getPort());
    }

    /** The first where something listens: so that no server is told at once, and not after the deadline. */
    public static ServerAddress firstListening(List<String> servers) {
        StringBuilder reasons = new StringBuilder();
        for (String server : servers) {
            ServerAddress address = parse(server);
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.bareHost(), address.port), PROBE_MILLIS);
                return address;
            } catch (IOException nobody) {
                reasons.append(reasons.isEmpty() ? "" : "; ")
                        .append("no server at ")
                        .append(address)
                        .append(" (")
                        .append(nobody instanceof UnknownHostException ? "no such host" : nobody.getMessage())
                        .append(')');
            }
        }
        throw SynapClientException.of(ClientFault.NOT_CONNECTED, reasons.toString(), null);
    }

    /** Without the brackets of an IPv6 address. */
    public String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    public URI http(String path) {
        return URI.create((secure ? "https" : "http") + "://" + this + path);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
