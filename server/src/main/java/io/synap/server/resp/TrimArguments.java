package io.synap.server.resp;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.protocol.operation.StreamOperation.Trim;
import io.synap.server.stream.EventIdText;

/**
 * The options of XADD and XTRIM: how the room is to be trimmed, and for XADD the id. Confined to one event
 * loop, which reuses it.
 */
final class TrimArguments {
    private static final String BOTH = "syntax error, MAXLEN and MINID options at the same time are not compatible";
    /** What an approximate trim removes at most when nothing else is said. */
    private static final long LIMIT_DEFAULT = 10_000;

    final EventIdText lowestId = new EventIdText();
    final EventIdText id = new EventIdText();
    Trim.By by = Trim.By.NOTHING;
    /** How many events stay, if their number decides. */
    long lengthMax;
    /** Whether events may stay that are cheaper to keep for now. */
    boolean approximate;
    /** How many events an approximate trim removes at most; 0 for all. */
    long limit;

    boolean existingOnly;
    /** Whether XADD was given an id, if only its first half. */
    boolean idGiven;

    private boolean limitGiven;

    /** Reads the options from argument 2 on and returns where XADD's id stands. */
    int read(Call call, boolean adding) {
        by = Trim.By.NOTHING;
        approximate = false;
        limit = 0;
        limitGiven = false;
        existingOnly = false;
        idGiven = false;
        int at = 2;
        while (at < call.count()) {
            boolean more = at + 1 < call.count();
            if (adding && call.length(at) == 1 && call.is(at, "*")) {
                break;
            }
            if (call.is(at, "MAXLEN") && more) {
                at = length(call, at);
            } else if (call.is(at, "MINID") && more) {
                at = lowestId(call, at);
            } else if (call.is(at, "LIMIT") && more) {
                limit = call.integer(++at);
                limitGiven = true;
                if (limit < 0) {
                    throw Call.error("The LIMIT argument must be >= 0.");
                }
            } else if (adding && call.is(at, "NOMKSTREAM")) {
                existingOnly = true;
            } else if (adding) {
                if (!id.readNew(call.address(at), call.length(at))) {
                    throw new SynapException(ErrorCode.INVALID_EVENT_ID);
                }
                idGiven = true;
                break;
            } else {
                throw Call.syntax();
            }
            at++;
        }
        check(adding);
        return at;
    }

    /** The bound as operations have it, with {@link #boundNumber}. */
    long bound() {
        return by == Trim.By.ID ? lowestId.millis() : lengthMax;
    }

    long boundNumber() {
        return by == Trim.By.ID ? lowestId.sequence() : 0;
    }

    private int length(Call call, int option) {
        int at = begin(call, option, Trim.By.LENGTH);
        lengthMax = call.integer(at);
        if (lengthMax < 0) {
            throw Call.error("The MAXLEN argument must be >= 0.");
        }
        return at;
    }

    private int lowestId(Call call, int option) {
        int at = begin(call, option, Trim.By.ID);
        if (!lowestId.read(call.address(at), call.length(at), 0)) {
            throw new SynapException(ErrorCode.INVALID_EVENT_ID);
        }
        return at;
    }

    /** Takes note of what decides and returns where its threshold stands. */
    private int begin(Call call, int option, Trim.By chosen) {
        if (by != Trim.By.NOTHING) {
            throw Call.error(BOTH);
        }
        by = chosen;
        boolean sign = option + 2 < call.count() && (call.is(option + 1, "~") || call.is(option + 1, "="));
        approximate = sign && call.is(option + 1, "~");
        return sign ? option + 2 : option + 1;
    }

    private void check(boolean adding) {
        if (limit != 0 && by == Trim.By.NOTHING) {
            throw Call.error("syntax error, LIMIT cannot be used without specifying a trimming strategy");
        }
        if (!adding && by == Trim.By.NOTHING) {
            throw Call.error("syntax error, XTRIM must be called with a trimming strategy");
        }
        if (limitGiven && !approximate) {
            throw Call.error("syntax error, LIMIT cannot be used without the special ~ option");
        }
        if (approximate && !limitGiven) {
            limit = LIMIT_DEFAULT;
        }
    }
}
