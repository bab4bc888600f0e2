package io.synap.bench.load;

import io.synap.bench.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Thread-safe. Answers every command with one fixed reply; may hold all answers once, for some time, when it
 * has seen so many commands: what a garbage collection or a fork does to a server.
 */
public final class FakeRespServer implements AutoCloseable {
    private final Listener listener;
    private final byte[] reply;
    private final long stallAt;
    private final Duration stall;
    private final AtomicLong commands = new AtomicLong();
    private final ConcurrentHashMap<Long, String> keys = new ConcurrentHashMap<>();
    private volatile long stalledUntil = System.nanoTime();

    public FakeRespServer(String reply, long stallAt, Duration stall) throws IOException {
        this.listener = new Listener(50, this::serve);
        this.reply = reply.getBytes(StandardCharsets.US_ASCII);
        this.stallAt = stallAt;
        this.stall = stall;
        listener.start();
    }

    public static FakeRespServer answering(String reply) throws IOException {
        return new FakeRespServer(reply, Long.MAX_VALUE, Duration.ZERO);
    }

    public int port() {
        return listener.port();
    }

    public long commands() {
        return commands.get();
    }

    long distinctKeys() {
        return keys.size();
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            OutputStream out = socket.getOutputStream();
            for (String head = in.readLine(); head != null; head = in.readLine()) {
                readCommand(in, Integer.parseInt(head.substring(1)));
                stall();
                out.write(reply);
            }
        } catch (IOException clientHasGone) {
            throw new UncheckedIOException(clientHasGone);
        }
    }

    private void readCommand(BufferedReader in, int words) throws IOException {
        for (int i = 0; i < words; i++) {
            in.readLine();
            String word = in.readLine();
            if (i == 1 && word != null && word.startsWith("key:")) {
                keys.put(Long.parseLong(word.substring("key:".length())), word);
            }
        }
    }

    private void stall() {
        if (commands.incrementAndGet() == stallAt) {
            stalledUntil = System.nanoTime() + stall.toNanos();
        }
        for (long left = stalledUntil - System.nanoTime(); left > 0; left = stalledUntil - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
