package io.synap.replication.log;

/** Takes the operations of a log in their order. */
@FunctionalInterface
public interface RecordVisitor {
    /**
     * One operation, encoded at an address that is valid during the call.
     *
     * @throws IllegalStateException if the operation does not belong to the state it is applied to
     */
    void operation(int shard, long sequence, long time, long operation);
}
