package io.synap.server.telemetry;

import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;

/** What pub/sub counts by itself. Called by a scraping thread. */
public interface PubSubGauges {
    /** Takes how often an operation had that outcome. */
    interface Operations {
        void add(String operation, String status, long count);
    }

    void operations(Operations operations);

    /** Subscriptions now, of all kinds. */
    int subscriptions();

    /** Visits the channels that are subscribed to by their names, with how many subscriptions each has. */
    void channels(ObjIntConsumer<String> channels);

    /** Messages handed to subscribers since the start. */
    long deliveries();

    /** Visits the reasons for dropping messages, with how many were. */
    void dropped(ObjLongConsumer<String> reasons);

    /** Subscribers found slow since the start. */
    long slowConsumers();
}
