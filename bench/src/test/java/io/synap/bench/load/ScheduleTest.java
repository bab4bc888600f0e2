package io.synap.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void requestsAreDueAtTheirMomentsHoweverLateTheCallerIs() {
        Schedule schedule = new Schedule(1_000, 3);
        assertThat(issueAllDue(schedule, 1_000)).isEqualTo(1);
        assertThat(issueAllDue(schedule, 333_334_000)).isEqualTo(0);
        assertThat(issueAllDue(schedule, 333_334_400)).isEqualTo(1);
        // a second of stall: the three requests it held up are all still to be sent
        assertThat(issueAllDue(schedule, 1_333_334_400)).isEqualTo(3);
    }

    @Test
    void roundingDoesNotAddUp() {
        Schedule schedule = new Schedule(0, 3);
        for (int i = 0; i < 3_000_000; i++) {
            schedule.issue();
        }
        assertThat(schedule.nextNanos()).isEqualTo(1_000_000L * 1_000_000_000L);
    }

    private static int issueAllDue(Schedule schedule, long now) {
        int issued = 0;
        while (schedule.due(now)) {
            schedule.issue();
            issued++;
        }
        return issued;
    }
}
