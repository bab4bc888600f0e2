package io.synap.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.operation.StreamOperation.NewEvent;
import io.synap.protocol.operation.StreamOperation.SetId;
import io.synap.protocol.operation.StreamOperation.Trim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of Redis Streams for ids, one by one. */
final class EventIdTest {
    private static final String MAX = "18446744073709551615";

    private final RoomStore store = new RoomStore();

    @AfterEach
    void close() {
        store.close();
    }

    private String add(String id) {
        return store.add("r", id, "f", "v");
    }

    @Test
    void anAutomaticIdIsTheTimeAndCountsWithinIt() {
        store.now = 5_000;
        assertThat(add("*")).isEqualTo("5000-0");
        assertThat(add("*")).isEqualTo("5000-1");
        store.now = 5_001;
        assertThat(add("*")).isEqualTo("5001-0");
    }

    @Test
    void anAutomaticIdFollowsTheLastOneWhenThatIsAheadOfTheTime() {
        store.now = 5_000;
        assertThat(add("9000-7")).isEqualTo("9000-7");
        assertThat(add("*")).isEqualTo("9000-8");
        store.now = 9_001;
        assertThat(add("*")).isEqualTo("9001-0");
    }

    @Test
    void anExplicitIdMustBeGreaterThanTheLastOne() {
        assertThat(add("5-1")).isEqualTo("5-1");
        assertThat(add("5-1")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("5-0")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("4-9")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("5-2")).isEqualTo("5-2");
        assertThat(store.room("r").length()).isEqualTo(2);
    }

    @Test
    void zeroIsNoId() {
        assertThat(add("0-0")).isEqualTo("EVENT_ID_ZERO");
        assertThat(store.find("r")).isNull();
        assertThat(add("0-1")).isEqualTo("0-1");
        assertThat(add("0-0")).isEqualTo("EVENT_ID_ZERO");
    }

    @Test
    void aPartialIdGetsTheNextNumberOfItsMillisecond() {
        assertThat(add("0-*")).isEqualTo("0-1");
        assertThat(add("7-*")).isEqualTo("7-0");
        assertThat(add("7-*")).isEqualTo("7-1");
        assertThat(add("6-*")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("7-" + MAX)).isEqualTo("7-" + MAX);
        assertThat(add("7-*")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("8-*")).isEqualTo("8-0");
    }

    @Test
    void anAutomaticIdGoesToTheNextMillisecondWhenNumbersRunOut() {
        store.now = 7;
        assertThat(add("7-" + MAX)).isEqualTo("7-" + MAX);
        assertThat(add("*")).isEqualTo("8-0");
    }

    @Test
    void idsAreUnsignedAndEnd() {
        assertThat(add("9223372036854775808-3")).isEqualTo("9223372036854775808-3");
        assertThat(add("9223372036854775807-3")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("*")).isEqualTo("9223372036854775808-4");
        String last = MAX + "-" + MAX;
        assertThat(add(last)).isEqualTo(last);
        assertThat(add("*")).isEqualTo("EVENT_IDS_EXHAUSTED");
        assertThat(add(last)).isEqualTo("EVENT_IDS_EXHAUSTED");
        assertThat(add(MAX + "-*")).isEqualTo("EVENT_IDS_EXHAUSTED");
    }

    @Test
    void theLastIdStaysWhenItsEventGoes() {
        add("5-5");
        assertThat(store.remove("r", "5-5")).isEqualTo(1);
        assertThat(add("5-5")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("5-*")).isEqualTo("5-6");
    }

    @Test
    void aBatchIsAppendedAsAWholeOrNotAtAll() {
        add("5-0");
        long digest = store.shard.digest();
        var done = store.append("r", true, Trim.NONE, event("6-0"), event("7-0"), event("7-0"));
        assertThat(done.rejection()).isEqualTo(ErrorCode.EVENT_ID_TOO_SMALL);
        assertThat(done.applied()).isFalse();
        assertThat(store.ids).isEmpty();
        assertThat(store.shard.digest()).isEqualTo(digest);

        done = store.append("r", true, Trim.NONE, event("6-0"), event("6-*"), event("7-0"));
        assertThat(store.ids).containsExactly("6-0", "6-1", "7-0");
        assertThat(done.count()).isEqualTo(3);
        assertThat(done.itemNumber(0)).isEqualTo(1);
        assertThat(done.itemNumber(2)).isEqualTo(3);
    }

    private static NewEvent event(String id) {
        return new NewEvent(RoomStore.id(id), RoomStore.fields("f", "v"));
    }

    @Test
    void theLastIdCanBeSetButNotBelowWhatIsThere() {
        add("5-5");
        assertThat(setId("4-0", -1, "0-0")).isEqualTo("LAST_ID_TOO_SMALL");
        assertThat(setId("9-0", 0, "0-0")).isEqualTo("ENTRIES_ADDED_TOO_SMALL");
        assertThat(setId("9-0", -1, "9-1")).isEqualTo("LAST_ID_BELOW_DELETED");
        assertThat(setId("9-0", 100, "8-0")).isEqualTo("OK");
        Room room = store.room("r");
        assertThat(room.lastIdMillis()).isEqualTo(9);
        assertThat(room.entriesAdded()).isEqualTo(100);
        assertThat(room.removedIdMillis()).isEqualTo(8);
        assertThat(room.nextOffset()).isEqualTo(1);
        assertThat(setId("7-0", -1, "0-0")).isEqualTo("LAST_ID_BELOW_DELETED");
        assertThat(add("9-0")).isEqualTo("EVENT_ID_TOO_SMALL");
        assertThat(add("9-1")).isEqualTo("9-1");
        assertThat(store.room("r").entriesAdded()).isEqualTo(101);
        assertThat(setId("9-1", -1, "0-0")).isEqualTo("OK");
        assertThat(store.room("r").entriesAdded()).isEqualTo(101);
    }

    private String setId(String id, long entriesAdded, String removed) {
        var last = RoomStore.id(id);
        var greatest = RoomStore.id(removed);
        var done = store.apply(new SetId(
                RoomStore.name("r"), last.millis(), last.number(), entriesAdded, greatest.millis(), greatest.number()));
        return done.rejection() == null ? "OK" : done.rejection().name();
    }
}
