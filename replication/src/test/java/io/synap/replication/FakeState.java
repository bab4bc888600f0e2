package io.synap.replication;

import io.synap.protocol.Slots;
import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.Bytes;
import io.synap.protocol.operation.KvOperation;
import io.synap.protocol.operation.OperationCodec;
import io.synap.protocol.state.ImageOverrunException;
import io.synap.protocol.state.ShardImage;
import io.synap.protocol.state.StateMachine;
import io.synap.replication.files.NativeBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map for each shard. Thread-safe: each shard has its lock. */
public final class FakeState implements StateMachine {
    private record Value(Bytes bytes, long version) {}

    private static final class Shard {
        private final Map<String, Value> values = new TreeMap<>();
        private long sequence;
        private long time;
    }

    private final List<Shard> shards = new ArrayList<>();
    /** How many images fail before one succeeds. */
    private int imagesToFail;

    private volatile @Nullable Error imageError;

    public FakeState() {
        for (int i = 0; i < Slots.SHARDS; i++) {
            shards.add(new Shard());
        }
    }

    /** The lock under which a shard is changed and its operations are appended. */
    public Object lock(int shard) {
        return shards.get(shard);
    }

    /** From now on no image can be begun. */
    public void failImagesFor(Error reason) {
        imageError = reason;
    }

    public void failImages(int count) {
        imagesToFail = count;
    }

    /** Everything, for comparisons. */
    public String content(int shard) {
        Shard it = shards.get(shard);
        synchronized (it) {
            return it.sequence + "@" + it.time + it.values;
        }
    }

    @Override
    public long sequence(int shard) {
        Shard it = shards.get(shard);
        synchronized (it) {
            return it.sequence;
        }
    }

    @Override
    public long time(int shard) {
        return shards.get(shard).time;
    }

    @Override
    public void replay(int shard, long sequence, long time, long operation) {
        Shard it = shards.get(shard);
        synchronized (it) {
            if (sequence != it.sequence + 1) {
                throw new IllegalStateException("expected sequence " + (it.sequence + 1));
            }
            if (!(OperationCodec.decode(operation) instanceof KvOperation.Set set)) {
                throw new IllegalStateException("only sets are known here");
            }
            it.values.put(set.key().toString(), new Value(set.value(), sequence));
            it.sequence = sequence;
            it.time = time;
        }
    }

    @Override
    public ShardImage openImage(int shard) {
        Shard it = shards.get(shard);
        Error error = imageError;
        if (error != null) {
            throw error;
        }
        synchronized (it) {
            return new Image(
                    it.sequence, it.time, new TreeMap<>(it.values).entrySet().iterator());
        }
    }

    @Override
    public void restoreItems(int shard, long address, long length) {
        Shard it = shards.get(shard);
        for (long at = address; at < address + length; ) {
            long version = Memory.getLong(at);
            KvOperation.Set set = (KvOperation.Set) OperationCodec.decode(at + 8);
            it.values.put(set.key().toString(), new Value(set.value(), version));
            at += 8 + io.synap.protocol.operation.EncodedOperation.length(at + 8);
        }
    }

    @Override
    public void restoreEnd(int shard, long sequence, long time) {
        Shard it = shards.get(shard);
        it.sequence = sequence;
        it.time = time;
    }

    private final class Image implements ShardImage {
        private final long sequence;
        private final long time;
        private final Iterator<Map.Entry<String, Value>> entries;
        private final boolean failing;

        Image(long sequence, long time, Iterator<Map.Entry<String, Value>> entries) {
            this.sequence = sequence;
            this.time = time;
            this.entries = entries;
            this.failing = imagesToFail-- > 0;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public long time() {
            return time;
        }

        @Override
        public boolean next(Sink sink) throws java.io.IOException {
            if (!entries.hasNext()) {
                return false;
            }
            if (failing) {
                throw new ImageOverrunException("too much changed meanwhile");
            }
            Map.Entry<String, Value> entry = entries.next();
            KvOperation.Set set =
                    Operations.set(entry.getKey(), entry.getValue().bytes().toArray());
            try (NativeBuffer buffer = new NativeBuffer(8 + OperationCodec.encodedLengthMax(set))) {
                Memory.putLong(buffer.address(), entry.getValue().version());
                int length = OperationCodec.encode(set, buffer.address() + 8);
                sink.items(buffer.address(), 8L + length);
            }
            return true;
        }

        @Override
        public void close() {}
    }
}
