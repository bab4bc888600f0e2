package io.synap.replication.log;

import io.synap.replication.history.SequenceVector;

/** A segment in use, and the sequences that its first operation follows. */
public record LiveSegment(long number, SequenceVector start) {}
