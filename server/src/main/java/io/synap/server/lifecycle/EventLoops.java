package io.synap.server.lifecycle;

import io.synap.server.config.ServerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the threads that serve sockets, on the transport that is configured. */
final class EventLoops {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

    private EventLoops() {}

    /**
     * @throws IllegalArgumentException if the transport asked for is not to be had on this machine
     */
    static Vertx start(ServerConfig config) {
        Transport transport = switch (config.transport()) {
            case AUTO -> automatic();
            case IO_URING -> demand(Transport.IO_URING);
            case EPOLL -> demand(Transport.EPOLL);
            case NIO -> Transport.NIO;
        };
        LOG.info("{} event loops on {}", config.eventLoopCount(), transport.name());
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(config.eventLoopCount());
        return Vertx.builder().with(options).withTransport(transport).build();
    }

    private static Transport automatic() {
        return isAvailable(Transport.EPOLL) ? Transport.EPOLL : Transport.NIO;
    }

    private static Transport demand(Transport transport) {
        if (!isAvailable(transport)) {
            throw new IllegalArgumentException("server.transport is not to be had on this machine; use auto");
        }
        return transport;
    }

    /** Null stands for a transport whose library is not there. */
    private static boolean isAvailable(@Nullable Transport transport) {
        return transport != null && transport.available();
    }
}
