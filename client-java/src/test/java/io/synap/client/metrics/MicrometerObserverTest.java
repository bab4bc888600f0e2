package io.synap.client.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.synap.client.ClientOptions;
import io.synap.client.SynapClient;
import io.synap.client.error.ClientFault;
import io.synap.client.error.SynapClientException;
import io.synap.client.kv.KeyEvent;
import io.synap.client.transport.AnsweringTransport;
import io.synap.client.transport.Feed;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.Value;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

final class MicrometerObserverTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AnsweringTransport transport = new AnsweringTransport();
    private final SynapClient client =
            SynapClient.over(transport, new ClientOptions().observer(new MicrometerObserver(registry)));

    @Test
    void callsAreTimedByCommandAndOutcome() {
        transport.failing("kv.set", SynapClientException.of(ClientFault.CONNECTION_LOST));
        var _ = client.kv().get("a");
        var _ = client.kv().get("b");
        var _ = client.kv().set("a", "1");
        assertThat(timed("kv.get", "ok")).isEqualTo(2);
        assertThat(timed("kv.set", "indeterminate")).isEqualTo(1);
        assertThat(registry.get("synap.client.calls.active").gauge().value()).isZero();
    }

    @Test
    void namesThatAUserMakesUpAreBounded() {
        for (int i = 0; i < MicrometerObserver.COMMANDS_MAX + 100; i++) {
            var _ = client.command("made.up" + i, Arguments.none());
        }
        assertThat(registry.find("synap.client.calls").timers()).hasSize(MicrometerObserver.COMMANDS_MAX + 1);
        assertThat(timed("other", "ok")).isEqualTo(100);
    }

    @Test
    void subscriptionsAreCounted() {
        client.kv().watch("*").subscribe(new Flow.Subscriber<KeyEvent<String>>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(KeyEvent<String> item) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
        Feed.Listener feed = transport.feeds().getFirst();
        feed.opened(new Value.Structure(Map.of()));
        assertThat(registry.get("synap.client.feeds.active").gauge().value()).isEqualTo(1);
        feed.interrupted();
        feed.opened(new Value.Structure(Map.of()));
        assertThat(registry.get("synap.client.feeds.reopened").counter().count())
                .isEqualTo(1);
        feed.ended(Optional.of(SynapClientException.of(ClientFault.CLIENT_CLOSED)));
        assertThat(registry.get("synap.client.feeds.active").gauge().value()).isZero();
        assertThat(registry.get("synap.client.feeds.ended")
                        .tag("command", "kv.watch")
                        .tag("outcome", "unavailable")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private long timed(String command, String outcome) {
        return registry.get("synap.client.calls")
                .tag("command", command)
                .tag("outcome", outcome)
                .timer()
                .count();
    }
}
