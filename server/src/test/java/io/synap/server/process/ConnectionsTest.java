package io.synap.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What connections cost the server. */
class ConnectionsTest {
    private static final int CONNECTIONS = 8_000;
    private static final int BYTES_EACH_MAX = 12 * 1024;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PONG_BYTES = "+PONG\r\n".length();
    private static final byte[] HANDSHAKE = ("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nUser-Agent: test\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final int HANDSHAKE_REPLY_BYTES = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
            .length();

    @TempDir
    Path folder;

    @Test
    void anIdleConnectionCostsLessThanTwelveKilobytes() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), "persistence.enabled=false")) {
            openAndClose(server.respPort(), 500);
            long before = residentBytes(server.pid());
            List<SocketChannel> open = open(server.respPort(), CONNECTIONS);
            long each = (residentBytes(server.pid()) - before) / CONNECTIONS;
            System.err.println("an idle connection costs " + each + " bytes");
            assertThat(each).isLessThan(BYTES_EACH_MAX);
            close(open);
        }
    }

    @Test
    void anIdleWebSocketCostsLessThanTwelveKilobytes() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), "persistence.enabled=false")) {
            close(open(server.httpPort(), 500, HANDSHAKE, HANDSHAKE_REPLY_BYTES));
            long before = residentBytes(server.pid());
            List<SocketChannel> open = open(server.httpPort(), CONNECTIONS, HANDSHAKE, HANDSHAKE_REPLY_BYTES);
            long each = (residentBytes(server.pid()) - before) / CONNECTIONS;
            System.err.println("an idle WebSocket costs " + each + " bytes");
            assertThat(each).isLessThan(BYTES_EACH_MAX);
            close(open);
        }
    }

    @Test
    void churnLeaksNothing() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), "persistence.enabled=false")) {
            openAndClose(server.respPort(), 10_000);
            long before = residentBytes(server.pid());
            openAndClose(server.respPort(), 20_000);
            long grown = residentBytes(server.pid()) - before;
            System.err.println("20,000 connections come and gone left " + grown + " bytes");
            assertThat(grown).isLessThan(20_000 * 1024);
            try (RespClient client = new RespClient(server.respPort())) {
                assertThat(client.call("PING")).isEqualTo("PONG");
            }
        }
    }

    private static void openAndClose(int port, int count) throws IOException {
        for (int i = 0; i < count; i += 100) {
            close(open(port, 100));
        }
    }

    /** Opens connections, each of which has been answered once. */
    private static List<SocketChannel> open(int port, int count) throws IOException {
        return open(port, count, PING, PONG_BYTES);
    }

    private static List<SocketChannel> open(int port, int count, byte[] greeting, int replyBytes) throws IOException {
        List<SocketChannel> open = new ArrayList<>(count);
        ByteBuffer reply = ByteBuffer.allocateDirect(512);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(greeting));
            reply.clear().limit(replyBytes);
            while (reply.hasRemaining()) {
                if (channel.read(reply) < 0) {
                    throw new IOException("closed after " + i + " connections");
                }
            }
            open.add(channel);
        }
        return open;
    }

    private static void close(List<SocketChannel> open) throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    private static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS of process " + pid);
    }
}
