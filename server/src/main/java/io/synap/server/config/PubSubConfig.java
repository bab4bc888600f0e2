package io.synap.server.config;

import io.synap.server.notify.EventClasses;

/** The section {@code pubsub}: channels that keep nothing. */
@Section("Publish and subscribe. The largest message is limits.message_bytes_max.")
public record PubSubConfig(
        @Setting(
                value = "250000",
                range = "1..10000000",
                about = "Subscriptions at once, of all clients together; each takes about 350 bytes of the heap.")
        int subscriptionsMax,

        @Setting(value = "1kb", range = "16..64kb", about = "Longest channel and longest pattern.")
        long channelBytesMax,

        @Setting(
                value = "10000",
                range = "1..10000000",
                about = "Messages that may wait for one subscriber over WebSocket or SSE.")
        int bufferMessagesMax,

        @Setting(
                value = "1mb",
                range = "4kb..1gb",
                about = "Bytes that may wait for one subscriber over WebSocket or SSE.")
        long bufferBytesMax,

        @Setting(
                value = "disconnect",
                about = "What happens to a subscriber over WebSocket or SSE for whom more would wait.")
        SlowConsumer slowConsumer,

        @Setting(
                value = "off",
                pattern = "off|[AKEg$lshzxetdnm]+",
                live = true,
                about = "Which changes of keys are published, in the letters of Redis' setting of that name: K on"
                        + " channels of keys, E on channels of events, and kinds of events; see"
                        + " docs/notifications.md.")
        String notifyKeyspaceEvents) {

    /** {@code notify_keyspace_events}, read. */
    public EventClasses notices() {
        return notifyKeyspaceEvents.equals(OFF)
                ? EventClasses.OFF
                : EventClasses.parse(notifyKeyspaceEvents).orElseThrow();
    }

    static final String OFF = "off";
}
