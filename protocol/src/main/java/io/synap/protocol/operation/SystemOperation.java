package io.synap.protocol.operation;

/** An operation that belongs to no family. */
public sealed interface SystemOperation extends Operation {
    /** Lets time pass: removes at most {@code itemsMax} due items, earliest first. */
    record Advance(long itemsMax) implements SystemOperation {}
}
