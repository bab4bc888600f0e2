package io.synap.client.room;

import io.synap.client.transport.Caller;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@link Rooms} for threads that may wait: the same methods, which return what there its stages complete with, and throw what
 * they fail with, a {@link io.synap.client.error.SynapClientException}. Immutable and thread-safe.
 */
public final class BlockingRooms<T> {
    private final Rooms<T> rooms;

    BlockingRooms(Rooms<T> rooms) {
        this.rooms = rooms;
    }

    /** The same that does not wait. */
    public Rooms<T> async() {
        return rooms;
    }

    /** See {@link Rooms#create(String)}. */
    public void create(String room) {
        Caller.await(rooms.create(room));
    }

    /** See {@link Rooms#create(String, RoomSettings)}. */
    public void create(String room, RoomSettings settings) {
        Caller.await(rooms.create(room, settings));
    }

    /** See {@link Rooms#getOrCreate(String)}. */
    public boolean getOrCreate(String room) {
        return Caller.await(rooms.getOrCreate(room));
    }

    /** See {@link Rooms#getOrCreate(String, RoomSettings)}. */
    public boolean getOrCreate(String room, RoomSettings settings) {
        return Caller.await(rooms.getOrCreate(room, settings));
    }

    /** See {@link Rooms#delete}. */
    public void delete(String room) {
        Caller.await(rooms.delete(room));
    }

    /** See {@link Rooms#list(String)}; its steps read page after page. */
    public Stream<RoomInfo> list(String prefix) {
        return rooms.list(prefix).stream();
    }

    /** See {@link Rooms#list()}; its steps read page after page. */
    public Stream<RoomInfo> list() {
        return rooms.list().stream();
    }

    /** See {@link Rooms#groups}; its steps read page after page. */
    public Stream<SharedGroupInfo> groups(String room) {
        return rooms.groups(room).stream();
    }

    /** See {@link Rooms#info}. */
    public RoomInfo info(String room) {
        return Caller.await(rooms.info(room));
    }

    /** See {@link Rooms#stats}. */
    public RoomStats stats(String room) {
        return Caller.await(rooms.stats(room));
    }

    /** See {@link Rooms#publish(String, Object)}. */
    public PublishedEvent publish(String room, T data) {
        return Caller.await(rooms.publish(room, data));
    }

    /** See {@link Rooms#publish(String, NewEvent)}. */
    public PublishedEvent publish(String room, NewEvent<T> event) {
        return Caller.await(rooms.publish(room, event));
    }

    /** See {@link Rooms#publishAll}. */
    public List<PublishedEvent> publishAll(String room, List<NewEvent<T>> all) {
        return Caller.await(rooms.publishAll(room, all));
    }

    /** See {@link Rooms#read(String, From)}. */
    public EventPage<T> read(String room, From from) {
        return Caller.await(rooms.read(room, from));
    }

    /** See {@link Rooms#read(String, ReadOptions)}. */
    public EventPage<T> read(String room, ReadOptions options) {
        return Caller.await(rooms.read(room, options));
    }

    /** See {@link Rooms#get}. */
    public RoomEvent<T> get(String room, long offset) {
        return Caller.await(rooms.get(room, offset));
    }

    /** See {@link Rooms#remove}. */
    public void remove(String room, long offset) {
        Caller.await(rooms.remove(room, offset));
    }

    /** See {@link Rooms#trim}. */
    public long trim(String room, Trim trim) {
        return Caller.await(rooms.trim(room, trim));
    }

    /** See {@link Rooms#correlated}; its steps read page after page. */
    public Stream<RoomEvent<T>> correlated(String correlationId) {
        return rooms.correlated(correlationId).stream();
    }

    /** See {@link Rooms#descendants}; its steps read page after page. */
    public Stream<RoomEvent<T>> descendants(String eventId) {
        return rooms.descendants(eventId).stream();
    }
}
