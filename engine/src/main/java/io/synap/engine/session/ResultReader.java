package io.synap.engine.session;

import io.synap.engine.Outcome;
import io.synap.engine.ValueSink;
import io.synap.engine.stream.BareEvent;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.memory.Memory;
import org.jspecify.annotations.Nullable;

/** Answers with results, see {@link Result}. Confined to its shard's lock. */
final class ResultReader {
    private final BareEvent event = new BareEvent();
    private long at;

    /** Tells what an operation came to, and hands out what it handed out. */
    void tell(long result, Outcome outcome, ValueSink sink) {
        int handedOut = Result.handedOut(result);
        if (handedOut == Result.FORGOTTEN) {
            outcome.rejected(ErrorCode.RESULT_FORGOTTEN, Result.version(result));
            return;
        }
        outcome.recalled(Result.outcomeNumber(result), Result.version(result));
        if (Result.length(result) == Result.HEAD_BYTES) {
            return;
        }
        int items = Memory.getInt(result + Result.HEAD_BYTES);
        at = result + Result.HEAD_BYTES + 4;
        readItems(items, outcome);
        switch (handedOut) {
            case Result.ENTRY -> sink.value(at);
            case Result.EVENT_IDS -> showEvents(outcome, sink);
            default -> {}
        }
    }

    private void readItems(int items, Outcome outcome) {
        long last = -1;
        int left = items;
        while (left > 0) {
            int run = (int) varint();
            int code = Memory.getUnsignedByte(at++);
            @Nullable ErrorCode error = ResultWriter.error(code);
            int step = ResultWriter.isAscending(code) ? 1 : 0;
            long number = last + Varint.signed(varint());
            for (int i = 0; i < run; i++) {
                outcome.item(error, number);
                last = number;
                number += step;
            }
            left -= run;
        }
    }

    private void showEvents(Outcome outcome, ValueSink sink) {
        long millis = 0;
        long number = 0;
        for (int i = 0; i < outcome.count(); i++) {
            millis += Varint.signed(varint());
            number += Varint.signed(varint());
            sink.value(event.of(outcome.itemNumber(i), millis, number));
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int each = Memory.getUnsignedByte(at++);
            value |= (each & 0x7fL) << shift;
            if (each < 0x80) {
                return value;
            }
        }
    }
}
