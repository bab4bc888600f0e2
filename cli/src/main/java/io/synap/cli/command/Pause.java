package io.synap.cli.command;

import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits before something is looked at again. Stateless. */
public final class Pause {
    private Pause() {}

    /** @throws SynapClientException INTERRUPTED if the thread is */
    public static void of(Duration time) {
        try {
            var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SynapClientException.of(ClientFault.INTERRUPTED);
        }
    }
}
