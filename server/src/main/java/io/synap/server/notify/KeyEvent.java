package io.synap.server.notify;

import java.util.Locale;

/** What can happen to a key or a room, by Redis' names. */
enum KeyEvent {
    SET(EventClasses.STRING),
    APPEND(EventClasses.STRING),
    SETRANGE(EventClasses.STRING),
    /** INCR, DECR and DECRBY, too. */
    INCRBY(EventClasses.STRING),
    INCRBYFLOAT(EventClasses.STRING),
    DEL(EventClasses.GENERIC),
    EXPIRE(EventClasses.GENERIC),
    PERSIST(EventClasses.GENERIC),
    RENAME_FROM(EventClasses.GENERIC),
    RENAME_TO(EventClasses.GENERIC),
    COPY_TO(EventClasses.GENERIC),
    EXPIRED(EventClasses.EXPIRED),
    EVICTED(EventClasses.EVICTED),
    /** Before the event that tells how it came to be. */
    NEW(EventClasses.NEW),
    KEYMISS(EventClasses.KEY_MISS),
    XADD(EventClasses.STREAM),
    XDEL(EventClasses.STREAM),
    XTRIM(EventClasses.STREAM),
    XSETID(EventClasses.STREAM),
    XGROUP_CREATE("xgroup-create"),
    XGROUP_SETID("xgroup-setid"),
    XGROUP_DESTROY("xgroup-destroy"),
    XGROUP_CREATECONSUMER("xgroup-createconsumer"),
    XGROUP_DELCONSUMER("xgroup-delconsumer");

    private final int bit;
    private final String text;

    KeyEvent(int bit) {
        this.bit = bit;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    KeyEvent(String streamEvent) {
        this.bit = EventClasses.STREAM;
        this.text = streamEvent;
    }

    /** Its class, as a bit of {@link EventClasses}. */
    int bit() {
        return bit;
    }

    /** What the channels of keys are told, and the end of the channel of its own. */
    String text() {
        return text;
    }
}
