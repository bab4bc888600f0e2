package io.synap.server.resp;

import io.synap.engine.Family;
import io.synap.engine.Outcome;
import io.synap.engine.stream.Group;
import io.synap.engine.stream.Room;
import io.synap.protocol.error.ErrorCode;
import io.synap.protocol.error.SynapException;
import io.synap.server.stream.DeliveryBatch;
import io.synap.server.stream.EventIdText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XREADGROUP: events handed out to a consumer, now or once there are some. Confined to one event loop. */
final class GroupReads {
    private static final String WITH_GROUP = " in XREADGROUP with GROUP option";
    private static final String NO_LAST = "The $ ID is meaningless in the context of XREADGROUP: you want to read the"
            + " history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would"
            + " just return an empty result set.";
    private static final String GROUP_GONE = "the consumer group this client was blocked on no longer exists";

    private final GroupScope scope;
    private final RoomReader reader;
    private final ReadArguments options = new ReadArguments();
    private final EventIdText id = new EventIdText();
    private final NativeName roomName = new NativeName();
    private final NativeName groupName = new NativeName();
    private final NativeName consumerName = new NativeName();

    /** What is asked for, kept beyond the call's arguments. */
    private static final class Request {
        final List<byte[]> rooms = new ArrayList<>();
        final byte[] group;
        final byte[] consumer;
        final boolean noAck;
        final int most;
        /** Behind which ids a room's history is wanted; meaningless where new events are. */
        final long[] millis;

        final long[] sequences;
        final boolean[] fresh;

        Request(int rooms, byte[] group, byte[] consumer, boolean noAck, int most) {
            this.group = group;
            this.consumer = consumer;
            this.noAck = noAck;
            this.most = most;
            this.millis = new long[rooms];
            this.sequences = new long[rooms];
            this.fresh = new boolean[rooms];
        }
    }

    GroupReads(GroupScope scope) {
        this.scope = scope;
        this.reader = scope.reader();
    }

    void register(CommandTable table) {
        table.add("XREADGROUP", this::read);
    }

    private void read(Call call) {
        options.read(call, true);
        if (options.rooms == 1) {
            call.about(options.firstRoom);
        }
        Request request = request(call);
        if (answer(call.reply(), request, call.loop())) {
            return;
        }
        // What has to wait counts as empty: there was nothing when it came.
        call.missed();
        if (options.timeoutMillis < 0) {
            call.reply().nullArray();
            return;
        }
        Blocking.await(
                call,
                Family.Kind.ROOM,
                request.rooms,
                options.timeoutMillis,
                (reply, last) -> answerWaiting(reply, request, last));
    }

    private Request request(Call call) {
        int countMax = scope.commands().limits().countMax();
        int most = (int) (options.count == 0 ? countMax : Math.min(options.count, countMax));
        Request request = new Request(
                options.rooms,
                call.arguments().bytes(options.group),
                call.arguments().bytes(options.group + 1),
                options.noAck,
                most);
        for (int i = 0; i < options.rooms; i++) {
            int room = options.firstRoom + i;
            if (!scope.exists(call, room, options.group)) {
                throw GroupScope.missing(call, room, options.group, WITH_GROUP);
            }
            int argument = options.id(i);
            if (call.is(argument, "$")) {
                throw Call.error(NO_LAST);
            }
            request.fresh[i] = call.is(argument, ">");
            if (!request.fresh[i]) {
                RoomCommands.readId(call, argument, id);
                request.millis[i] = id.millis();
                request.sequences[i] = id.sequence();
            }
            request.rooms.add(call.arguments().bytes(room));
        }
        return request;
    }

    /** Answers with what the rooms have; false, and nothing is written, when that is nothing. */
    private boolean answer(Reply reply, Request request, RespLoop loop) {
        if (request.rooms.size() == 1) {
            return answerOne(reply, request, 0);
        }
        Reply gathered = loop.newReply(reply.isResp3());
        int answered = 0;
        try {
            for (int i = 0; i < request.rooms.size(); i++) {
                if (write(gathered, request, i, 0, answered > 0)) {
                    answered++;
                }
            }
            if (answered > 0) {
                RoomReader.beginRooms(reply, answered);
                reply.append(gathered);
            }
        } catch (Throwable failed) {
            gathered.discard();
            throw failed;
        }
        return answered > 0;
    }

    private boolean answerOne(Reply reply, Request request, int room) {
        return write(reply, request, room, 1, false);
    }

    /** Answers with what the first room has that has something. */
    private boolean answerWaiting(Reply reply, Request request, boolean last) {
        for (int i = 0; i < request.rooms.size(); i++) {
            if (request.fresh[i] && answerOne(reply, request, i)) {
                return true;
            }
        }
        if (last) {
            reply.nullArray();
        }
        return last;
    }

    /**
     * Hands out what a room has and writes it; false when it has nothing.
     *
     * @param begun of how many rooms an answer is to be begun with this one; 0 if it has begun
     * @param isFurther whether others were handed out before, which an error would lose
     */
    private boolean write(Reply reply, Request request, int index, int begun, boolean isFurther) {
        byte[] room = request.rooms.get(index);
        roomName.set(room);
        groupName.set(request.group);
        if (request.fresh[index] && !hasNew()) {
            return false;
        }
        DeliveryBatch batch = scope.batch(roomName.address(), roomName.length(), request.most);
        Outcome outcome = handOut(request, index, batch);
        ErrorCode rejection = outcome.rejection();
        if (rejection != null && !isFurther) {
            throw new SynapException(rejection);
        }
        boolean any = rejection == null && (batch.count() > 0 || !request.fresh[index]);
        if (any) {
            if (begun > 0) {
                RoomReader.beginRooms(reply, begun);
            }
            RoomReader.beginRoom(reply);
            reply.bulk(room);
            write(reply, batch);
        }
        batch.clear();
        return any;
    }

    /** Whether the group has something to hand out; a consumer that gets nothing is not made. */
    private boolean hasNew() {
        try {
            Room room = reader.open(roomName.address(), roomName.length());
            @Nullable Group group = GroupScope.find(room, groupName.address(), groupName.length());
            if (room == null || group == null) {
                throw new SynapException(ErrorCode.GROUP_NOT_FOUND, GROUP_GONE);
            }
            return group.availableCount() > 0 || room.ceiling(group.cursor()) >= 0;
        } finally {
            reader.close();
        }
    }

    private Outcome handOut(Request request, int index, DeliveryBatch batch) {
        consumerName.set(request.consumer);
        if (request.fresh[index]) {
            return scope.commands()
                    .read(
                            roomName.address(),
                            roomName.length(),
                            groupName.address(),
                            groupName.length(),
                            consumerName.address(),
                            consumerName.length(),
                            request.most,
                            request.noAck,
                            0,
                            batch);
        }
        return scope.commands()
                .reread(
                        roomName.address(),
                        roomName.length(),
                        groupName.address(),
                        groupName.length(),
                        consumerName.address(),
                        consumerName.length(),
                        request.millis[index],
                        request.sequences[index],
                        request.most,
                        batch);
    }

    private void write(Reply reply, DeliveryBatch batch) {
        reply.array(batch.count());
        for (int i = 0; i < batch.count(); i++) {
            int event = batch.event(i);
            if (event < 0) {
                EventReply.gone(reply, batch.millis(i), batch.sequence(i));
            } else {
                reader.events().event(reply, batch.events(), event);
            }
        }
    }
}
