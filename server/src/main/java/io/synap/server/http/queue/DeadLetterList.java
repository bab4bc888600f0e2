package io.synap.server.http.queue;

import io.synap.server.http.Exchange;
import io.synap.server.http.json.NativeText;
import io.synap.server.http.json.ValueOutput;
import io.synap.server.queue.DeadLetterPage;
import io.synap.server.queue.MessageCopies;

/**
 * Walks over a queue's dead letters in slices and writes those that match into an open JSON array. Confined
 * to one event loop.
 *
 * <p>It ends at the limit, at the end of the letters, or after a bounded number of letters looked at: then
 * a page can be short, even empty, and the cursor leads on.
 */
final class DeadLetterList implements Exchange.Slice {
    private static final int SLICE = 512;
    private static final int VISITS_MAX = 100_000;

    private final QueueStore store;
    private final MessageJson json;
    private final DeadLetterFilter filter;
    private final NativeText queue = new NativeText();
    private final int limit;
    private long cursor;
    private int visited;
    private int found;

    DeadLetterList(QueueStore store, MessageJson json, DeadLetterFilter filter, long cursor, int limit) {
        this.store = store;
        this.json = json;
        this.filter = filter;
        this.cursor = cursor;
        this.limit = limit;
        queue.set(store.queue.toArray());
    }

    @Override
    public boolean write(ValueOutput out) {
        MessageCopies letters = store.receiver().messages();
        // No more than may still be written: so the cursor never passes over a letter.
        int count = Math.min(SLICE, limit - found);
        cursor = DeadLetterPage.read(store.commands(), queue.address(), queue.length(), cursor, count, letters);
        for (int i = 0; i < letters.count(); i++) {
            if (filter.matches(letters.message(i))) {
                out.beginObject();
                json.listed(out, letters.message(i));
                out.endObject();
                found++;
            }
        }
        visited += letters.count();
        if (cursor != 0 && found < limit && visited < VISITS_MAX) {
            return false;
        }
        out.endArray().name("metadata").beginObject();
        out.name("limit").number(limit);
        out.name("cursor").any(cursor == 0 ? null : Long.toString(cursor));
        out.endObject().endObject();
        return true;
    }
}
