package io.synap.cli.command;

import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client, made when it is first asked for and kept from then on. Thread-safe. */
public final class Connections implements AutoCloseable {
    /** How it stands. */
    public enum State {
        /** Nothing was asked yet. */
        NONE,
        OPEN,
        /** The client tries to get it back. */
        LOST
    }

    private List<String> servers = List.of();
    private @Nullable SynapClient client;

    /**
     * A client of these servers, whose calls may take so long.
     *
     * @throws io.synap.client.error.UnavailableException if none of them listens
     */
    public synchronized SynapClient to(List<String> wanted, Duration deadline) {
        SynapClient present = client;
        if (present == null || !servers.equals(wanted)) {
            close();
            ServerAddress.firstListening(wanted);
            ClientOptions options = new ClientOptions();
            wanted.forEach(options::endpoint);
            present = SynapClient.connect(options);
            client = present;
            servers = List.copyOf(wanted);
        }
        return present.within(deadline);
    }

    public synchronized State state() {
        SynapClient present = client;
        if (present == null) {
            return State.NONE;
        }
        return present.isConnected() ? State.OPEN : State.LOST;
    }

    /** Ends it; another may be made behind it. */
    @Override
    public synchronized void close() {
        SynapClient present = client;
        if (present != null) {
            client = null;
            present.close();
        }
    }
}
