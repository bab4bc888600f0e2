package io.synap.server.http.sse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Many slow clients together are bounded, and those who take their events go on. */
final class UnreadBudgetTest {
    private static final int EACH = 1 << 20;

    @Test
    void theMoreAllLeaveUnreadTheLessEachMay() {
        UnreadBudget budget = new UnreadBudget(EACH);
        budget.changed(UnreadBudget.BYTES_MAX / 2);
        assertThat(budget.streamBytesMax()).isEqualTo(EACH);
        budget.changed(1);
        assertThat(budget.streamBytesMax()).isEqualTo(UnreadBudget.SPARED_BYTES);
        budget.changed(UnreadBudget.BYTES_MAX / 2);
        assertThat(budget.streamBytesMax()).isEqualTo(1);
        budget.changed(-UnreadBudget.BYTES_MAX);
        assertThat(budget.streamBytesMax()).isEqualTo(EACH);
    }

    @Test
    void littleIsNeverMoreThanTheBoundOfOne() {
        UnreadBudget budget = new UnreadBudget(4096);
        budget.changed(UnreadBudget.BYTES_MAX);
        assertThat(budget.streamBytesMax()).isEqualTo(4096);
    }
}
