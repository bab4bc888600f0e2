package io.synap.server.http.pubsub;

import io.synap.server.http.Route;
import io.synap.server.http.command.CommandCall;
import io.synap.server.http.command.CommandRegistry;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.live.Closing;
import io.synap.server.http.live.LiveSession;
import io.synap.server.http.live.LiveSubscription;
import io.synap.server.http.live.Outlet;
import io.synap.server.pubsub.Message;
import io.synap.server.pubsub.PubSub;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Channels whose messages come to the client by themselves. Confined to one event loop. */
final class ChannelSource {
    /** What the query of a path may say. */
    static final String SHAPE = "channels?:string topics?:string group?:string policy?:string buffer?:integer";

    private static final int GROUP_CHARS_MAX = 256;

    private final PubSub hub;
    private final ChannelLimits limits;
    private final int topicsMax;
    private final RandomGenerator random;
    private final NativeText scratch = new NativeText();
    /** The subscriptions of connections that can have several. */
    private final IdentityHashMap<LiveSession, List<ChannelSubscription>> sessions = new IdentityHashMap<>();

    private final IdentityHashMap<ChannelSubscription, LiveSession> bySubscription = new IdentityHashMap<>();
    /** The message sent last, encoded: those who get one get it one after another. */
    private @Nullable MessageEvent last;

    private @Nullable MessageEvent lastPublished;
    /** Bytes that wait for the subscriptions of this event loop. */
    private long waitingBytes;

    /** @param topicsMax topics of one subscription */
    ChannelSource(PubSub hub, ChannelLimits limits, int topicsMax, RandomGenerator random) {
        this.hub = hub;
        this.limits = limits;
        this.topicsMax = topicsMax;
        this.random = random;
    }

    void register(CommandRegistry registry) {
        registry.add("pubsub.subscribe", this::subscribe).add("pubsub.unsubscribe", this::unsubscribe);
    }

    PubSub hub() {
        return hub;
    }

    ChannelLimits limits() {
        return limits;
    }

    LiveSubscription open(CommandCall call, Outlet outlet) {
        return open(call, outlet, null);
    }

    private void subscribe(CommandCall call) {
        LiveSession session = call.live();
        session.subscribe(call, (same, outlet) -> open(same, outlet, session));
    }

    private LiveSubscription open(CommandCall call, Outlet outlet, @Nullable LiveSession session) {
        ChannelSubscription subscription = new ChannelSubscription(this, wish(call), outlet);
        subscription.begin();
        if (session != null) {
            sessions.computeIfAbsent(session, same -> new ArrayList<>(1)).add(subscription);
            bySubscription.put(subscription, session);
        }
        return subscription;
    }

    private ChannelSubscription.Wish wish(CommandCall call) {
        Parameters arguments = call.arguments();
        List<String> topics = arguments.list(arguments.has("topics") ? "topics" : "channels", topicsMax);
        if (topics.isEmpty() || topics.contains("")) {
            throw Fields.invalid("'channels' must name at least one, and none of them may be empty");
        }
        String group = arguments.textOrNull("group");
        if (group != null && group.length() > GROUP_CHARS_MAX) {
            throw Fields.invalid("'group' has at most " + GROUP_CHARS_MAX + " characters");
        }
        long buffer = arguments.has("buffer") ? arguments.integer("buffer") : limits.messagesMax();
        if (buffer < 1 || buffer > limits.messagesMax()) {
            throw Fields.invalid(
                    "'buffer' must be from 1 to " + limits.messagesMax() + " (pubsub.buffer_messages_max)");
        }
        return new ChannelSubscription.Wish(
                Long.toHexString(random.nextLong()),
                topics,
                group == null ? "" : group,
                (int) buffer,
                dropsOldest(arguments.textOrNull("policy")),
                call.dialect() == Route.Dialect.SHORT);
    }

    private boolean dropsOldest(@Nullable String policy) {
        return switch (policy) {
            case null -> limits.dropOldest();
            case "disconnect" -> false;
            case "drop-oldest" -> true;
            default -> throw Fields.invalid("'policy' must be disconnect or drop-oldest");
        };
    }

    /** Ends a subscription by its name, or all wishes of the connection for some topics. */
    private void unsubscribe(CommandCall call) {
        LiveSession session = call.live();
        if (call.payload().has("subscription")) {
            Closing.close(call);
            return;
        }
        String id = call.payload().textOrNull("subscriber_id");
        List<String> topics = call.payload().list(call.payload().has("topics") ? "topics" : "channels", topicsMax);
        int ended = 0;
        for (ChannelSubscription each : sessions.getOrDefault(session, List.of())) {
            if (id == null || id.equals(each.id())) {
                ended += each.drop(topics);
            }
        }
        call.out()
                .beginObject()
                .name("success")
                .flag(ended > 0)
                .name("unsubscribed")
                .number(ended)
                .endObject();
    }

    void closed(ChannelSubscription subscription) {
        LiveSession session = bySubscription.remove(subscription);
        if (session != null) {
            sessions.computeIfPresent(session, (same, all) -> {
                all.remove(subscription);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** A message as clients see it. */
    MessageEvent event(Message message, boolean published) {
        MessageEvent known = published ? lastPublished : last;
        if (known != null && known.message() == message) {
            return known;
        }
        MessageEvent made = new MessageEvent(message, published, scratch);
        if (published) {
            lastPublished = made;
        } else {
            last = made;
        }
        return made;
    }

    void account(long bytes) {
        waitingBytes += bytes;
    }

    /** Whether more waits on this event loop than may. */
    boolean isFull() {
        return waitingBytes > ChannelLimits.LOOP_BYTES_MAX;
    }
}
