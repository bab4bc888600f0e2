package io.synap.server.http.command;

import io.synap.engine.Family;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.completion.Requester;
import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.Route;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.Parameters;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.http.live.LiveSession;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One command on its way, apart from what carries it. Confined to its event loop. */
public interface CommandCall {
    /** Takes the key that the command is about; in JSON it has the first of these names that is there. */
    default void key(NativeText target, String... names) {
        name(0, target, names);
    }

    /**
     * Takes a name: that which stands at a place among the variable parts of the path, or, where the path
     * has none there, the first of these in the JSON.
     */
    void name(int place, NativeText target, String... names);

    /** Says for the counters which queue, room, topic or group the command is about. */
    void about(NativeText name);

    /** Takes a number that stands in the path or in the JSON, as a name does. */
    long number(int place, String name);

    /** Whose words the client speaks: ours, or those of the published Synap protocol. */
    default Route.Dialect dialect() {
        return Route.Dialect.REST;
    }

    /** What is told in JSON. */
    Fields payload();

    /** What is told in JSON, or in the query where there is no JSON. */
    Parameters arguments();

    /** Where the result goes: exactly one JSON value. */
    ValueOutput out();

    /** The result is this value, as a JSON string or array. */
    void stream(LargeBody large);

    /** The result comes in parts; what was written so far stays. */
    void defer(Exchange.Slice slice);

    /** The result may have to be waited for, see {@link Exchange#poll}. */
    void poll(Family.Kind kind, List<byte[]> names, long waitMillis, Exchange.Poll poll);

    /** The result comes once something outside the event loops has come to its end; it is the reply's to write. */
    default <T> void await(CompletionStage<T> stage, Consumer<T> reply) {
        throw new SynapException(ErrorCode.NOT_SUPPORTED, "this command cannot be waited for here");
    }

    /**
     * The connection, for commands that subscribe.
     *
     * @throws SynapException NOT_SUPPORTED where a request gets one answer and no more
     */
    default LiveSession live() {
        throw new SynapException(
                ErrorCode.NOT_SUPPORTED,
                "subscriptions need a connection that stays: WebSocket /ws, or server-sent events");
    }

    /** Who asks, to be told how what goes on after the answer has ended. */
    default Requester requester() {
        return Requester.NOBODY;
    }

    /** Says for the counters that there was nothing to read or to receive. */
    void missed();

    /** The result is that there is nothing to read; it counts as a miss. */
    void absent(String message);
}
