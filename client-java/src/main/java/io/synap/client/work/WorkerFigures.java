package io.synap.client.work;

/**
 * What a worker has done, and does. Immutable.
 *
 * @param handled items whose handler succeeded
 * @param failed items whose handler failed
 * @param unused items given back before a handler saw them or was done with them
 * @param running items that are being handled
 * @param waiting items that are here and wait for a handler
 */
public record WorkerFigures(long handled, long failed, long unused, int running, int waiting) {}
