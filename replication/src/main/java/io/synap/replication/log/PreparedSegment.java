package io.synap.replication.log;

import io.synap.replication.files.StoredFile;

/** A durable, empty segment file, open for writing. */
record PreparedSegment(SegmentHeader header, StoredFile file) {}
