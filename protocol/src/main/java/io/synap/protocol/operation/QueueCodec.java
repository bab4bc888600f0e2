package io.synap.protocol.operation;

import io.synap.protocol.memory.Memory;
import io.synap.protocol.operation.QueueOperation.Header;
import io.synap.protocol.operation.QueueOperation.Message;
import io.synap.protocol.operation.QueueOperation.Mode;
import io.synap.protocol.operation.QueueOperation.Receipt;
import io.synap.protocol.operation.QueueOperation.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bodies of operations on queues. Thread-safe, no state.
 *
 * <pre>
 * QUEUE_CONFIGURE      u8 mode, then for each setting: u8 code, i64 value
 * QUEUE_DELETE         nothing
 * QUEUE_PURGE          u8 scope
 * QUEUE_PUBLISH        for each message: u8 {@link #HAS_PRIORITY flags}, what they announce in the order
 *                      of their bits, bytes payload
 * QUEUE_RECEIVE        u8 1 if not to be acknowledged else 0, i32 most messages, i64 lease, bytes consumer
 * QUEUE_ACK            receipts: for each i64 id, i32 delivery
 * QUEUE_NACK           i64 delay, bytes error, receipts
 * QUEUE_REJECT         bytes error, receipts
 * QUEUE_EXTEND         i64 lease, receipts
 * QUEUE_REDRIVE        for each message: i64 id
 * QUEUE_BEGIN_REDRIVE  u8 reason, bytes error, i64 died from, i64 died before, i64 most messages,
 *                      i32 per second
 * QUEUE_END_REDRIVE    nothing
 * QUEUE_REMOVE         u8 1 if only dead letters else 0, for each message: i64 id
 * </pre>
 *
 * Bytes are a u32 length and the bytes. Headers are bytes that hold for each header: u16 length and name,
 * u16 length and value.
 */
public final class QueueCodec {
    /** PUBLISH: u8 priority. */
    public static final int HAS_PRIORITY = 1;
    /** PUBLISH: i64 delay, milliseconds. */
    public static final int HAS_DELAY = 1 << 1;
    /** PUBLISH: i64 time to live, milliseconds. */
    public static final int HAS_TTL = 1 << 2;
    /** PUBLISH: i32 deliveries. */
    public static final int HAS_MAX_DELIVERIES = 1 << 3;
    /** PUBLISH: bytes. */
    public static final int HAS_DEDUP_ID = 1 << 4;
    /** PUBLISH: bytes. */
    public static final int HAS_ORDERING_KEY = 1 << 5;
    /** PUBLISH: bytes of headers. */
    public static final int HAS_HEADERS = 1 << 6;

    /** NACK: the delay that stands for the queue's backoff. */
    public static final long BACKOFF = -1;
    /** NACK: the delay of what its consumer never got round to: at once, and not to death by the deliveries that it had. */
    public static final long RELEASE = -2;

    private static final int FIXED_BYTES_MAX = 64;

    private QueueCodec() {}

    /** An upper bound of the body's and the name's length. */
    static int lengthMax(QueueOperation operation) {
        return operation.queue().length()
                + FIXED_BYTES_MAX
                + switch (operation) {
                    case QueueOperation.Configure configure ->
                        9 * configure.changes().size();
                    case QueueOperation.Publish publish ->
                        publish.messages().stream()
                                .mapToInt(QueueCodec::lengthMax)
                                .sum();
                    case QueueOperation.Receive receive -> receive.consumer().length();
                    case QueueOperation.Ack ack -> 12 * ack.receipts().size();
                    case QueueOperation.Nack nack ->
                        nack.error().length() + 12 * nack.receipts().size();
                    case QueueOperation.Reject reject ->
                        reject.error().length() + 12 * reject.receipts().size();
                    case QueueOperation.Extend extend -> 12 * extend.receipts().size();
                    case QueueOperation.Redrive redrive -> 8 * redrive.ids().size();
                    case QueueOperation.BeginRedrive begin -> begin.error().length();
                    case QueueOperation.Remove remove -> 8 * remove.ids().size();
                    case QueueOperation.Delete ignored -> 0;
                    case QueueOperation.Purge ignored -> 0;
                    case QueueOperation.EndRedrive ignored -> 0;
                };
    }

    private static int lengthMax(Message message) {
        int headers = 0;
        for (Header header : message.headers()) {
            headers += 4 + header.name().length() + header.value().length();
        }
        return FIXED_BYTES_MAX
                + message.payload().length()
                + message.dedupId().length()
                + message.orderingKey().length()
                + headers;
    }

    /** Writes the canonical form at an address and returns its length in bytes. */
    static int encode(QueueOperation operation, long target) {
        OperationWriter writer = new OperationWriter();
        writer.begin(type(operation), operation.queue());
        switch (operation) {
            case QueueOperation.Configure configure -> {
                writer.putByte(configure.mode().code());
                configure
                        .changes()
                        .forEach((setting, value) ->
                                writer.putByte(setting.code()).putLong(value));
            }
            case QueueOperation.Purge purge -> writer.putByte(purge.scope().code());
            case QueueOperation.Publish publish -> publish.messages().forEach(message -> put(writer, message));
            case QueueOperation.Receive receive ->
                writer.putByte(receive.noAck() ? 1 : 0)
                        .putInt(receive.messagesMax())
                        .putLong(receive.leaseMillis())
                        .putBytes(receive.consumer());
            case QueueOperation.Ack ack -> put(writer, ack.receipts());
            case QueueOperation.Nack nack ->
                put(writer.putLong(nack.delayMillis()).putBytes(nack.error()), nack.receipts());
            case QueueOperation.Reject reject -> put(writer.putBytes(reject.error()), reject.receipts());
            case QueueOperation.Extend extend -> put(writer.putLong(extend.leaseMillis()), extend.receipts());
            case QueueOperation.Redrive redrive -> redrive.ids().forEach(writer::putLong);
            case QueueOperation.BeginRedrive begin ->
                writer.putByte(begin.reason())
                        .putBytes(begin.error())
                        .putLong(begin.diedFrom())
                        .putLong(begin.diedBefore())
                        .putLong(begin.messagesMax())
                        .putInt(begin.perSecond());
            case QueueOperation.Remove remove -> {
                writer.putByte(remove.onlyDead() ? 1 : 0);
                remove.ids().forEach(writer::putLong);
            }
            case QueueOperation.Delete ignored -> {}
            case QueueOperation.EndRedrive ignored -> {}
        }
        var _ = writer.end();
        return writer.copyTo(target);
    }

    private static byte type(QueueOperation operation) {
        return switch (operation) {
            case QueueOperation.Configure ignored -> OperationType.QUEUE_CONFIGURE;
            case QueueOperation.Delete ignored -> OperationType.QUEUE_DELETE;
            case QueueOperation.Purge ignored -> OperationType.QUEUE_PURGE;
            case QueueOperation.Publish ignored -> OperationType.QUEUE_PUBLISH;
            case QueueOperation.Receive ignored -> OperationType.QUEUE_RECEIVE;
            case QueueOperation.Ack ignored -> OperationType.QUEUE_ACK;
            case QueueOperation.Nack ignored -> OperationType.QUEUE_NACK;
            case QueueOperation.Reject ignored -> OperationType.QUEUE_REJECT;
            case QueueOperation.Extend ignored -> OperationType.QUEUE_EXTEND;
            case QueueOperation.Redrive ignored -> OperationType.QUEUE_REDRIVE;
            case QueueOperation.BeginRedrive ignored -> OperationType.QUEUE_BEGIN_REDRIVE;
            case QueueOperation.EndRedrive ignored -> OperationType.QUEUE_END_REDRIVE;
            case QueueOperation.Remove ignored -> OperationType.QUEUE_REMOVE;
        };
    }

    private static void put(OperationWriter writer, List<Receipt> receipts) {
        receipts.forEach(receipt -> writer.putLong(receipt.id()).putInt(receipt.delivery()));
    }

    private static void put(OperationWriter writer, Message message) {
        int flags = (message.priority() >= 0 ? HAS_PRIORITY : 0)
                | (message.delayMillis() != 0 ? HAS_DELAY : 0)
                | (message.ttlMillis() != 0 ? HAS_TTL : 0)
                | (message.maxDeliveries() != 0 ? HAS_MAX_DELIVERIES : 0)
                | (message.dedupId().length() > 0 ? HAS_DEDUP_ID : 0)
                | (message.orderingKey().length() > 0 ? HAS_ORDERING_KEY : 0)
                | (message.headers().isEmpty() ? 0 : HAS_HEADERS);
        writer.putByte(flags);
        if ((flags & HAS_PRIORITY) != 0) {
            writer.putByte(message.priority());
        }
        if ((flags & HAS_DELAY) != 0) {
            writer.putLong(message.delayMillis());
        }
        if ((flags & HAS_TTL) != 0) {
            writer.putLong(message.ttlMillis());
        }
        if ((flags & HAS_MAX_DELIVERIES) != 0) {
            writer.putInt(message.maxDeliveries());
        }
        if ((flags & HAS_DEDUP_ID) != 0) {
            writer.putBytes(message.dedupId());
        }
        if ((flags & HAS_ORDERING_KEY) != 0) {
            writer.putBytes(message.orderingKey());
        }
        if ((flags & HAS_HEADERS) != 0) {
            putHeaders(writer, message.headers());
        }
        writer.putBytes(message.payload());
    }

    private static void putHeaders(OperationWriter writer, List<Header> headers) {
        long mark = writer.mark();
        writer.putInt(0);
        for (Header header : headers) {
            writer.putShortBytes(header.name()).putShortBytes(header.value());
        }
        writer.patchInt(mark, (int) (writer.mark() - mark - 4));
    }

    /** Reads a well-formed operation on a queue. */
    static QueueOperation decode(long operation) {
        Bytes queue = Bytes.of(Memory.toArray(EncodedOperation.key(operation), EncodedOperation.keyLength(operation)));
        BodyReader body = new BodyReader().of(operation);
        return switch (EncodedOperation.type(operation)) {
            case OperationType.QUEUE_CONFIGURE ->
                new QueueOperation.Configure(queue, Mode.ofCode(body.getByte()), settings(body));
            case OperationType.QUEUE_DELETE -> new QueueOperation.Delete(queue);
            case OperationType.QUEUE_PURGE -> new QueueOperation.Purge(queue, Scope.ofCode(body.getByte()));
            case OperationType.QUEUE_PUBLISH -> new QueueOperation.Publish(queue, messages(body));
            case OperationType.QUEUE_RECEIVE -> {
                boolean noAck = body.getByte() != 0;
                int most = body.getInt();
                long lease = body.getLong();
                yield new QueueOperation.Receive(queue, bytes(body), most, lease, noAck);
            }
            case OperationType.QUEUE_ACK -> new QueueOperation.Ack(queue, receipts(body));
            case OperationType.QUEUE_NACK ->
                new QueueOperation.Nack(queue, body.getLong(), bytes(body), receipts(body));
            case OperationType.QUEUE_REJECT -> new QueueOperation.Reject(queue, bytes(body), receipts(body));
            case OperationType.QUEUE_EXTEND -> new QueueOperation.Extend(queue, body.getLong(), receipts(body));
            case OperationType.QUEUE_REDRIVE -> new QueueOperation.Redrive(queue, ids(body));
            case OperationType.QUEUE_BEGIN_REDRIVE ->
                new QueueOperation.BeginRedrive(
                        queue,
                        body.getByte(),
                        bytes(body),
                        body.getLong(),
                        body.getLong(),
                        body.getLong(),
                        body.getInt());
            case OperationType.QUEUE_END_REDRIVE -> new QueueOperation.EndRedrive(queue);
            case OperationType.QUEUE_REMOVE -> new QueueOperation.Remove(queue, body.getByte() != 0, ids(body));
            default -> throw new IllegalArgumentException("unknown operation type " + EncodedOperation.type(operation));
        };
    }

    private static Map<QueueSetting, Long> settings(BodyReader body) {
        Map<QueueSetting, Long> settings = new LinkedHashMap<>();
        while (body.hasMore()) {
            QueueSetting setting = QueueSetting.ofCode(body.getByte());
            if (setting == null) {
                throw new IllegalStateException("a body has an unknown setting");
            }
            settings.put(setting, body.getLong());
        }
        return settings;
    }

    /** How many messages a PUBLISH has; it must be well-formed. */
    public static int messageCount(long publish) {
        long at = EncodedOperation.value(publish);
        long end = at + EncodedOperation.valueLength(publish);
        int count = 0;
        while (at < end) {
            int flags = Memory.getUnsignedByte(at);
            at += 1
                    + ((flags & HAS_PRIORITY) != 0 ? 1 : 0)
                    + ((flags & HAS_DELAY) != 0 ? 8 : 0)
                    + ((flags & HAS_TTL) != 0 ? 8 : 0)
                    + ((flags & HAS_MAX_DELIVERIES) != 0 ? 4 : 0);
            int ranges = 1 + Integer.bitCount(flags & (HAS_DEDUP_ID | HAS_ORDERING_KEY | HAS_HEADERS));
            for (int i = 0; i < ranges; i++) {
                at += 4L + Memory.getInt(at);
            }
            count++;
        }
        return count;
    }

    private static List<Message> messages(BodyReader body) {
        List<Message> messages = new ArrayList<>();
        while (body.hasMore()) {
            int flags = body.getByte();
            int priority = (flags & HAS_PRIORITY) != 0 ? body.getByte() : -1;
            long delay = (flags & HAS_DELAY) != 0 ? body.getLong() : 0;
            long ttl = (flags & HAS_TTL) != 0 ? body.getLong() : 0;
            int maxDeliveries = (flags & HAS_MAX_DELIVERIES) != 0 ? body.getInt() : 0;
            Bytes dedupId = (flags & HAS_DEDUP_ID) != 0 ? bytes(body) : Bytes.EMPTY;
            Bytes orderingKey = (flags & HAS_ORDERING_KEY) != 0 ? bytes(body) : Bytes.EMPTY;
            List<Header> headers = (flags & HAS_HEADERS) != 0 ? headers(body) : List.of();
            messages.add(new Message(bytes(body), priority, delay, ttl, maxDeliveries, dedupId, orderingKey, headers));
        }
        return messages;
    }

    private static List<Header> headers(BodyReader body) {
        long address = body.bytes();
        BodyReader reader = new BodyReader().of(address, body.bytesLength());
        List<Header> headers = new ArrayList<>();
        while (reader.hasMore()) {
            headers.add(new Header(shortBytes(reader), shortBytes(reader)));
        }
        return headers;
    }

    private static List<Receipt> receipts(BodyReader body) {
        List<Receipt> receipts = new ArrayList<>();
        while (body.hasMore()) {
            receipts.add(new Receipt(body.getLong(), body.getInt()));
        }
        return receipts;
    }

    private static List<Long> ids(BodyReader body) {
        List<Long> ids = new ArrayList<>();
        while (body.hasMore()) {
            ids.add(body.getLong());
        }
        return ids;
    }

    private static Bytes bytes(BodyReader body) {
        return Bytes.of(body.array());
    }

    private static Bytes shortBytes(BodyReader body) {
        long address = body.shortBytes();
        return Bytes.of(Memory.toArray(address, body.bytesLength()));
    }
}
