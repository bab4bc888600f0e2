package io.synap.replication.log;

import io.synap.replication.history.HistoryId;
import io.synap.replication.history.SequenceVector;
import java.util.List;

/**
 * What a pass over a stored log found.
 *
 * @param segments those in which the valid part lies
 * @param end where the valid part ends
 * @param sequences after the valid part
 * @param histories of the segments, in their order, without repetitions
 */
public record LogScan(
        List<LiveSegment> segments,
        LogPosition end,
        SequenceVector sequences,
        long operations,
        List<HistoryId> histories,
        LogEnding ending) {}
