package io.synap.bench.pubsub;

import io.synap.bench.Listener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Thread-safe. Redis' SUBSCRIBE, PUBLISH and PING in a few lines, which can lose one delivery on purpose. */
final class TinyPubSub implements AutoCloseable {
    private final Listener listener = new Listener(50, this::serve);
    private final long fault;
    private final Map<String, List<Socket>> subscribers = new ConcurrentHashMap<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong deliveries = new AtomicLong();

    /** Loses the delivery of that number; a negative number: it then ends; 0: does neither. */
    TinyPubSub(long fault) throws IOException {
        this.fault = fault;
        listener.start();
    }

    int port() {
        return listener.port();
    }

    long deliveries() {
        return deliveries.get();
    }

    private void serve(Socket socket) {
        sockets.add(socket);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (List<String> words = Listener.command(in); !words.isEmpty(); words = Listener.command(in)) {
                send(socket, answer(socket, words));
            }
        } catch (IOException clientHasGone) {
            return;
        }
    }

    private String answer(Socket socket, List<String> words) throws IOException {
        return switch (words.getFirst()) {
            case "SUBSCRIBE" -> {
                StringBuilder confirmations = new StringBuilder();
                for (String channel : words.subList(1, words.size())) {
                    subscribers
                            .computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>())
                            .add(socket);
                    confirmations
                            .append("*3\r\n$9\r\nsubscribe\r\n")
                            .append(bulk(channel))
                            .append(":1\r\n");
                }
                yield confirmations.toString();
            }
            case "PUBLISH" -> {
                List<Socket> here = subscribers.getOrDefault(words.get(1), List.of());
                for (Socket subscriber : here) {
                    deliver(subscriber, "*3\r\n$7\r\nmessage\r\n" + bulk(words.get(1)) + bulk(words.get(2)));
                }
                yield ":" + here.size() + "\r\n";
            }
            default -> "*2\r\n$4\r\npong\r\n$0\r\n\r\n";
        };
    }

    private void deliver(Socket subscriber, String push) throws IOException {
        long number = deliveries.incrementAndGet();
        if (number == -fault) {
            close();
        } else if (number != fault) {
            send(subscriber, push);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String bulk(String word) {
        return "$" + word.length() + "\r\n" + word + "\r\n";
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
