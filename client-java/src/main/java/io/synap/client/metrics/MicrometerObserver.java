package io.synap.client.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.synap.client.error.SynapClientException;
import io.synap.client.transport.CallObserver;
import io.synap.client.transport.Command;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Meters of a client's calls and subscriptions, by Micrometer. Thread-safe; one serves several clients.
 *
 * <table>
 * <caption>Its meters</caption>
 * <tr><td>{@code synap.client.calls}</td><td>timer by {@code command} and {@code outcome}: ok, invalid, rejected,
 * unavailable, indeterminate, fault, or cancelled</td></tr>
 * <tr><td>{@code synap.client.calls.active}</td><td>gauge: calls that wait for their answers</td></tr>
 * <tr><td>{@code synap.client.feeds.active}</td><td>gauge: subscriptions that are open, or about to be again</td></tr>
 * <tr><td>{@code synap.client.feeds.events}</td><td>counter by {@code command}</td></tr>
 * <tr><td>{@code synap.client.feeds.reopened}</td><td>counter by {@code command}: how often a subscription went on over
 * another connection</td></tr>
 * <tr><td>{@code synap.client.feeds.ended}</td><td>counter by {@code command} and {@code outcome}</td></tr>
 * <tr><td>{@code synap.client.connections}</td><td>counter by {@code event}: opened, lost</td></tr>
 * </table>
 *
 * {@snippet :
 * MeterRegistry registry = new SimpleMeterRegistry();
 * SynapClient measured =
 *         SynapClient.connect(new ClientOptions().observer(new MicrometerObserver(registry)));
 * }
 */
public final class MicrometerObserver implements CallObserver {
    /** Names of commands that get meters of their own; those beyond share the command {@code other}. */
    public static final int COMMANDS_MAX = 500;

    private static final String OTHER = "other";
    private static final String OK = "ok";

    private final MeterRegistry registry;
    private final Map<String, Meters> byCommand = new ConcurrentHashMap<>();
    private final AtomicInteger activeCalls = new AtomicInteger();
    private final AtomicInteger activeFeeds = new AtomicInteger();
    private final Counter opened;
    private final Counter lost;

    public MicrometerObserver(MeterRegistry registry) {
        this.registry = registry;
        this.opened = connections("opened");
        this.lost = connections("lost");
        Gauge.builder("synap.client.calls.active", activeCalls, AtomicInteger::get)
                .description("Calls that wait for their answers")
                .register(registry);
        Gauge.builder("synap.client.feeds.active", activeFeeds, AtomicInteger::get)
                .description("Subscriptions that are open, or about to be again")
                .register(registry);
    }

    private Counter connections(String event) {
        return Counter.builder("synap.client.connections")
                .description("Connections made, and those that are gone")
                .tag("event", event)
                .register(registry);
    }

    @Override
    public void connected(URI endpoint) {
        opened.increment();
    }

    @Override
    public void disconnected(URI endpoint) {
        lost.increment();
    }

    @Override
    public Ending began(Command command) {
        Meters meters = of(command);
        activeCalls.incrementAndGet();
        long began = System.nanoTime();
        return failure -> {
            activeCalls.decrementAndGet();
            meters.timer(outcome(failure)).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        };
    }

    @Override
    public void feedOpened(Command command, boolean again) {
        if (again) {
            of(command).reopened.increment();
        } else {
            activeFeeds.incrementAndGet();
        }
    }

    @Override
    public void feedEvent(Command command) {
        of(command).events.increment();
    }

    @Override
    public void feedEnded(Command command, boolean wasOpen, Optional<Throwable> failure) {
        if (wasOpen) {
            activeFeeds.decrementAndGet();
        }
        of(command).ended(outcome(failure)).increment();
    }

    private Meters of(Command command) {
        Meters known = byCommand.get(command.name());
        if (known != null) {
            return known;
        }
        // A race makes a few more than the bound, not many.
        String name = byCommand.size() < COMMANDS_MAX ? command.name() : OTHER;
        return byCommand.computeIfAbsent(name, Meters::new);
    }

    private static String outcome(Optional<Throwable> failure) {
        if (failure.isEmpty()) {
            return OK;
        }
        return failure.get() instanceof SynapClientException known
                ? known.kind().name().toLowerCase(Locale.ROOT)
                : "cancelled";
    }

    /** Those of one command, made when they are first needed. Thread-safe. */
    private final class Meters {
        private final String command;
        private final Map<String, Timer> timers = new ConcurrentHashMap<>();
        private final Map<String, Counter> ends = new ConcurrentHashMap<>();
        private final Counter events;
        private final Counter reopened;

        Meters(String command) {
            this.command = command;
            this.events = counter("synap.client.feeds.events", "What subscriptions have told");
            this.reopened =
                    counter("synap.client.feeds.reopened", "Subscriptions that went on over another connection");
        }

        private Counter counter(String name, String about, String... tags) {
            return Counter.builder(name)
                    .description(about)
                    .tag("command", command)
                    .tags(tags)
                    .register(registry);
        }

        Timer timer(String outcome) {
            return timers.computeIfAbsent(
                    outcome,
                    each -> Timer.builder("synap.client.calls")
                            .description("Calls, from when they were made to their answers")
                            .tag("command", command)
                            .tag("outcome", each)
                            .register(registry));
        }

        Counter ended(String outcome) {
            return ends.computeIfAbsent(
                    outcome,
                    each -> counter("synap.client.feeds.ended", "Subscriptions that have ended", "outcome", each));
        }
    }
}
