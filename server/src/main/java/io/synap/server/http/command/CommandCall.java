package io.synap.server.http.command;

import io.synap.server.http.Exchange;
import io.synap.server.http.LargeBody;
import io.synap.server.http.json.Fields;
import io.synap.server.http.json.JsonOutput;

/** One command on its way, apart from what carries it. Confined to its event loop. */
public interface CommandCall {
    Fields payload();

    /** Where the result goes: exactly one JSON value. */
    JsonOutput out();

    /** The result is this value, as a JSON string or array. */
    void stream(LargeBody large);

    /** The result comes in parts; what was written so far stays. */
    void defer(Exchange.Slice slice);

    /** For the counters: the key that was read is not there. */
    void missed();
}
