package io.synap.engine.topic;

import io.synap.engine.image.ImageItems;
import io.synap.engine.image.ImageUnit;
import io.synap.engine.index.Named;
import io.synap.engine.memory.KeyHash;
import io.synap.protocol.operation.BodyReader;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.OperationType;

/** A topic's description; it never changes. Confined to its shard's lock. */
final class Topic extends ImageUnit implements Named {
    private static final int BODY_BYTES = 4 + 8;
    private static final int OVERHEAD_BYTES = 128;

    final byte[] name;
    final int partitions;
    final long createdMillis;

    Topic(byte[] name, int partitions, long createdMillis) {
        this.name = name;
        this.partitions = partitions;
        this.createdMillis = createdMillis;
    }

    /** Reads the body of an item of an image. */
    static Topic read(byte[] name, BodyReader body) {
        int partitions = body.getInt();
        if (partitions < 1) {
            throw new IllegalStateException("a topic has " + partitions + " partitions");
        }
        return new Topic(name, partitions, body.getLong());
    }

    @Override
    public byte[] name() {
        return name;
    }

    TopicState state() {
        return new TopicState(Bytes.of(name), partitions, createdMillis);
    }

    long usedBytes() {
        return OVERHEAD_BYTES + (long) name.length;
    }

    long digest(long from) {
        long digest = Digests.mix(from, name);
        digest = KeyHash.mix(digest, partitions);
        return KeyHash.mix(digest, createdMillis);
    }

    @Override
    protected long imageBytes() {
        return ImageItems.itemBytes(0, name.length, BODY_BYTES);
    }

    @Override
    protected void writeTo(ImageItems target) {
        target.end(target.begin(0, OperationType.TOPIC_ITEM, name)
                .putInt(partitions)
                .putLong(createdMillis));
    }
}
