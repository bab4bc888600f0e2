package io.synap.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a server is, as users write it. Stateless. */
final class Endpoint {
    private static final String PATH = "/ws";
    private static final int PORT = 15500;

    private Endpoint() {}

    static URI parse(String address) {
        try {
            URI given = new URI(address.contains("://") ? address : "ws://" + address);
            String host = given.getHost();
            if (host == null) {
                throw wrong(address);
            }
            int port = given.getPort() < 0 ? PORT : given.getPort();
            return new URI(scheme(given.getScheme(), address), null, host, port, PATH, null, null);
        } catch (URISyntaxException malformed) {
            throw wrong(address);
        }
    }

    private static String scheme(String given, String address) {
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "ws", "http" -> "ws";
            case "wss", "https" -> "wss";
            default -> throw wrong(address);
        };
    }

    private static IllegalArgumentException wrong(String address) {
        return new IllegalArgumentException(
                "no endpoint: '" + address + "'; write host:port, ws://host:port or http://host:port");
    }
}
