package io.synap.protocol.operation;

import java.util.List;

/** An operation that belongs to no family. */
public sealed interface SystemOperation extends Operation {
    /**
     * Lets time pass: removes at most {@code itemsMax} due items, earliest first.
     *
     * @param expired the keys that this removed, in their order; empty before it is applied, and in logs that
     *     were written before keys were named. What is removed does not depend on it.
     */
    record Advance(long itemsMax, List<Bytes> expired) implements SystemOperation {
        public Advance(long itemsMax) {
            this(itemsMax, List.of());
        }
    }
}
