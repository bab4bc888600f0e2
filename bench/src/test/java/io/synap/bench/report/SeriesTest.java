package io.synap.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void medianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Series.of(9, 1, 5).median()).hasValue(5);
        assertThat(Series.of(9, 1, 5, 6).median()).hasValue(5.5);
        assertThat(Series.NONE.median()).isEmpty();
    }

    @Test
    void quantilesAreNearestRanks() {
        Series series = Series.of(4, 3, 2, 1);
        assertThat(series.quantile(0.5)).hasValue(2);
        assertThat(series.quantile(0.51)).hasValue(3);
        assertThat(series.quantile(1)).hasValue(4);
        assertThat(Series.NONE.quantile(0.99)).isEmpty();
    }

    @Test
    void ratioIsOfMediansAndJudgedByDirection() {
        Figure fast =
                Example.figure("a.throughput", Better.HIGHER, new Target.Ratio(2), Series.of(1, 40, 50), Series.of(20));
        assertThat(fast.ratio()).hasValue(2);
        assertThat(fast.mark()).isEqualTo(Figure.Mark.PASS);

        Figure dear = Example.figure("a.cpu", Better.LOWER, new Target.Ratio(0.6), Series.of(0.7), Series.of(1));
        assertThat(dear.mark()).isEqualTo(Figure.Mark.MISS);

        Figure alone = Example.figure("a.cpu", Better.LOWER, new Target.Ratio(0.6), Series.of(0.7), Series.NONE);
        assertThat(alone.ratio()).isEmpty();
        assertThat(alone.mark()).isEqualTo(Figure.Mark.NOT_JUDGED);

        Figure start = Example.figure("start", Better.LOWER, new Target.Own(1500), Series.of(1500), Series.NONE);
        assertThat(start.mark()).isEqualTo(Figure.Mark.PASS);
    }
}
