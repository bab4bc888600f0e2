package io.synap.server.http.live;

import io.synap.server.http.command.CommandCall;

/** A call of a connection that takes subscriptions. Confined to its event loop. */
public interface SubscribingCall extends CommandCall {
    /** What the command subscribes to, for the counters: the first part of its name. */
    String kind();

    /** A subscription that this command has opened: it begins once the answer is written. */
    void began(LiveOutlet outlet);

    /** The first part of a command's name. */
    static String kindOf(String command) {
        int dot = command.indexOf('.');
        return dot < 0 ? command : command.substring(0, dot);
    }
}
