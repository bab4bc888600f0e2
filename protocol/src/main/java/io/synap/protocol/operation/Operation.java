package io.synap.protocol.operation;

/**
 * The decoded view of an operation, for replay tools, feeds and tests. The encoded form is the
 * canonical one; see {@link OperationCodec} for the way between the two.
 */
public sealed interface Operation
        permits KvOperation,
                QueueOperation,
                StreamOperation,
                GroupOperation,
                TopicOperation,
                SystemOperation,
                InSession {}
