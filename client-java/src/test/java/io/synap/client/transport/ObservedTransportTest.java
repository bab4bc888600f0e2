package io.synap.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.client.error.SynapClientException;
import io.synap.client.wire.Arguments;
import io.synap.client.wire.WireEvent;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ObservedTransportTest {
    private static final CallObserver NOBODY = command -> failure -> {};

    private static final Feed.Listener DEAF = new Feed.Listener() {
        @Override
        public void event(WireEvent event) {}

        @Override
        public void ended(Optional<SynapClientException> reason) {}
    };

    @Test
    void whoIsNotObservedPaysNothing() {
        Transport transport = new AnsweringTransport();
        assertThat(ObservedTransport.around(transport, List.of())).isSameAs(transport);
    }

    /** A method of listeners that is not passed on would change what they do once somebody observes them. */
    @Test
    void everythingThatAFeedTellsIsPassedOn() throws NoSuchMethodException {
        AnsweringTransport transport = new AnsweringTransport();
        var _ = ObservedTransport.around(transport, List.of(NOBODY))
                .open(new Feed.Request(Command.once("kv.watch"), Arguments.none(), 1), DEAF);
        Class<?> observed = transport.feeds().getFirst().getClass();
        for (Method each : Feed.Listener.class.getMethods()) {
            assertThat(observed.getDeclaredMethod(each.getName(), each.getParameterTypes()))
                    .isNotNull();
        }
    }
}
