package io.synap.server.config;

import io.synap.server.notify.EventClasses;

/** The section {@code pubsub}: channels that keep nothing. */
@Section("Publish and subscribe.")
public record PubSubConfig(
        @Setting(
                value = "off",
                pattern = "off|[AKEg$lshzxetdnm]+",
                live = true,
                about = "Which changes of keys are published, in the letters of Redis' setting of the same name:"
                        + " K for __keyspace@0__:<key>, E for __keyevent@0__:<event>, and kinds of events;"
                        + " A is all kinds but n (new keys) and m (misses).")
        String notifyKeyspaceEvents) {

    /** {@code notify_keyspace_events}, read. */
    public EventClasses notices() {
        return notifyKeyspaceEvents.equals(OFF)
                ? EventClasses.OFF
                : EventClasses.parse(notifyKeyspaceEvents).orElseThrow();
    }

    static final String OFF = "off";
}
