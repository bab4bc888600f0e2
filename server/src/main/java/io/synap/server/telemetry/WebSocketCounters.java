package io.synap.server.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/** What one event loop has done on WebSockets. Counted into by that loop only; read by anyone. */
public final class WebSocketCounters {
    private static final int OPENED = 0;
    private static final int CLOSED = 1;
    private static final int MESSAGES_RECEIVED = 2;
    private static final int BYTES_RECEIVED = 3;
    private static final int MESSAGES_SENT = 4;
    private static final int BYTES_SENT = 5;
    private static final int SLOW = 6;

    /** A client may choose its close code; more than this many are counted as one. */
    private static final int CODES_MAX = 100;

    private static final int OTHER = 0;

    private final Cells cells = new Cells(7);
    private final Map<Integer, LongAdder> closedByCode = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> subscriptions = new ConcurrentHashMap<>();

    WebSocketCounters() {}

    public void opened() {
        cells.addOwned(OPENED, 1);
    }

    /** @param code that of the close frame; 1006 without one */
    public void closed(int code) {
        cells.addOwned(CLOSED, 1);
        boolean known = closedByCode.containsKey(code) || closedByCode.size() < CODES_MAX;
        closedByCode.computeIfAbsent(known ? code : OTHER, _ -> new LongAdder()).increment();
    }

    public void received(long messages, long bytes) {
        cells.addOwned(MESSAGES_RECEIVED, messages);
        cells.addOwned(BYTES_RECEIVED, bytes);
    }

    public void sent(long messages, long bytes) {
        cells.addOwned(MESSAGES_SENT, messages);
        cells.addOwned(BYTES_SENT, bytes);
    }

    /** @param kind one of the few things that can be subscribed to */
    public void subscriptions(String kind, long more) {
        subscriptions.computeIfAbsent(kind, _ -> new LongAdder()).add(more);
    }

    public void slowConsumer() {
        cells.addOwned(SLOW, 1);
    }

    long open() {
        return cells.get(OPENED) - cells.get(CLOSED);
    }

    long openedInAll() {
        return cells.get(OPENED);
    }

    long messagesReceived() {
        return cells.get(MESSAGES_RECEIVED);
    }

    long bytesReceived() {
        return cells.get(BYTES_RECEIVED);
    }

    long messagesSent() {
        return cells.get(MESSAGES_SENT);
    }

    long bytesSent() {
        return cells.get(BYTES_SENT);
    }

    long slowConsumers() {
        return cells.get(SLOW);
    }

    void forEachCode(ObjLongConsumer<Integer> action) {
        closedByCode.forEach((code, count) -> action.accept(code, count.sum()));
    }

    void forEachKind(ObjLongConsumer<String> action) {
        subscriptions.forEach((kind, count) -> action.accept(kind, count.sum()));
    }
}
