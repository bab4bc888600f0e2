package io.synap.engine.queue;

/**
 * How publishing dead letters anew goes on.
 *
 * @param active whether there are letters left to look at
 * @param halted whether it stopped because half of what it published died again
 * @param redriven messages published anew
 * @param diedAgain those of them that are dead letters again
 */
public record RedriveStatus(boolean active, boolean halted, long redriven, long diedAgain) {
    static final RedriveStatus NONE = new RedriveStatus(false, false, 0, 0);
}
