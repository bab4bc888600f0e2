package io.synap.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.synap.protocol.error.ErrorCode;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Listens on one event loop. Confined to it. Vert.x accepts and closes the sockets; bytes never reach
 * its handlers, since ours stands before them in the socket's pipeline.
 */
final class RespVerticle extends AbstractVerticle {
    private static final RecvByteBufAllocator RECEIVE = new AdaptiveRecvByteBufAllocator(512, 4 * 1024, 64 * 1024);
    private static final WriteBufferWaterMark UNSENT =
            new WriteBufferWaterMark(ConnectionBuffers.UNSENT_BYTES / 2, ConnectionBuffers.UNSENT_BYTES);
    private static final int BACKLOG = 1024;

    private final RespShared shared;
    private final int port;
    private final CommandMetrics metrics;
    private @Nullable RespLoop loop;

    RespVerticle(RespShared shared, int port, CommandMetrics metrics) {
        this.shared = shared;
        this.port = port;
        this.metrics = metrics;
    }

    @Override
    public void start(Promise<Void> started) {
        ContextInternal own = (ContextInternal) context;
        RespLoop mine = new RespLoop(shared, own.nettyEventLoop(), ByteBufAllocator.DEFAULT, metrics);
        loop = mine;
        shared.loops().add(mine);
        NetServerOptions options = new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG);
        NetServer server = vertx.createNetServer(options).connectHandler(s -> connected(s, mine));
        server.listen(port, shared.settings().host())
                .onSuccess(bound -> {
                    shared.port(bound.actualPort());
                    started.complete();
                })
                .onFailure(started::fail);
    }

    @Override
    public void stop() {
        RespLoop mine = loop;
        if (mine != null) {
            shared.loops().remove(mine);
            mine.stop();
        }
    }

    private void connected(NetSocket socket, RespLoop mine) {
        ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
        Channel channel = vertxHandler.channel();
        if (!shared.clients().admit(shared.tuning().connectionsMax())) {
            metrics.connectionRejected();
            refuse(channel);
            return;
        }
        channel.config().setRecvByteBufAllocator(RECEIVE);
        channel.config().setWriteBufferWaterMark(UNSENT);
        ClientState client = new ClientState(
                shared.clients().nextId(),
                address(socket.remoteAddress()),
                address(socket.localAddress()),
                shared.node().clock().millis());
        RespConnection connection = new RespConnection(mine, vertxHandler, client);
        channel.pipeline().addBefore(vertxHandler.name(), "resp", connection);
        mine.opened(connection);
    }

    private static void refuse(Channel channel) {
        ErrorCode error = ErrorCode.TOO_MANY_CONNECTIONS;
        ByteBuf line =
                ByteBufUtil.writeAscii(channel.alloc(), "-" + error.respPrefix() + " " + error.message() + "\r\n");
        channel.writeAndFlush(line).addListener(ChannelFutureListener.CLOSE);
    }

    private static String address(@Nullable SocketAddress address) {
        return address == null ? "?:0" : address.hostAddress() + ":" + address.port();
    }
}
