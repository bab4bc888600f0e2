package io.synap.client.room;

import io.synap.client.transport.Caller;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link SharedGroup} for threads that may wait: the same methods, which return what there its stages complete with, and throw what
 * they fail with, a {@link io.synap.client.error.SynapClientException}. Immutable and thread-safe.
 */
public final class BlockingSharedGroup<T> {
    private final SharedGroup<T> group;

    BlockingSharedGroup(SharedGroup<T> group) {
        this.group = group;
    }

    /** The same that does not wait. */
    public SharedGroup<T> async() {
        return group;
    }

    /** See {@link SharedGroup#create}. */
    public SharedGroupInfo create(From from, SharedGroupSettings settings) {
        return Caller.await(group.create(from, settings));
    }

    /** See {@link SharedGroup#configure}. */
    public SharedGroupInfo configure(SharedGroupSettings settings) {
        return Caller.await(group.configure(settings));
    }

    /** See {@link SharedGroup#info}. */
    public SharedGroupInfo info() {
        return Caller.await(group.info());
    }

    /** See {@link SharedGroup#delete}. */
    public void delete() {
        Caller.await(group.delete());
    }

    /** See {@link SharedGroup#receive(String, int, Duration)}. */
    public List<GroupDelivery<T>> receive(String consumer, int most, Duration wait) {
        return Caller.await(group.receive(consumer, most, wait));
    }

    /** See {@link SharedGroup#receive(String, int, Duration, Optional)}. */
    public List<GroupDelivery<T>> receive(String consumer, int most, Duration wait, Optional<Duration> lease) {
        return Caller.await(group.receive(consumer, most, wait, lease));
    }

    /** See {@link SharedGroup#ack}. */
    public void ack(GroupDelivery<T> delivery) {
        Caller.await(group.ack(delivery));
    }

    /** See {@link SharedGroup#ackAll}. */
    public List<Settled> ackAll(Collection<String> receipts) {
        return Caller.await(group.ackAll(receipts));
    }

    /** See {@link SharedGroup#nack}. */
    public void nack(GroupDelivery<T> delivery, EventNack how) {
        Caller.await(group.nack(delivery, how));
    }

    /** See {@link SharedGroup#nackAll}. */
    public List<Settled> nackAll(Collection<String> receipts, EventNack how) {
        return Caller.await(group.nackAll(receipts, how));
    }

    /** See {@link SharedGroup#reject}. */
    public void reject(GroupDelivery<T> delivery, String error) {
        Caller.await(group.reject(delivery, error));
    }

    /** See {@link SharedGroup#rejectAll}. */
    public List<Settled> rejectAll(Collection<String> receipts, String error) {
        return Caller.await(group.rejectAll(receipts, error));
    }

    /** See {@link SharedGroup#extend}. */
    public void extend(GroupDelivery<T> delivery, Duration lease) {
        Caller.await(group.extend(delivery, lease));
    }

    /** See {@link SharedGroup#extendAll}. */
    public List<Settled> extendAll(Collection<String> receipts, Duration lease) {
        return Caller.await(group.extendAll(receipts, lease));
    }

    /** See {@link SharedGroup#pending()}; its steps read page after page. */
    public Stream<PendingEvent> pending() {
        return group.pending().stream();
    }

    /** See {@link SharedGroup#pending(String)}; its steps read page after page. */
    public Stream<PendingEvent> pending(String consumer) {
        return group.pending(consumer).stream();
    }

    /** See {@link SharedGroup#deadLetters}; its steps read page after page. */
    public Stream<PendingEvent> deadLetters() {
        return group.deadLetters().stream();
    }

    /** See {@link SharedGroup#deadLetter}. */
    public PendingEvent deadLetter(long offset) {
        return Caller.await(group.deadLetter(offset));
    }

    /** See {@link SharedGroup#redrive(Collection)}. */
    public List<Settled> redrive(Collection<Long> offsets) {
        return Caller.await(group.redrive(offsets));
    }

    /** See {@link SharedGroup#redrive(DeadEvents, int)}. */
    public EventRedriveState redrive(DeadEvents which, int perSecond) {
        return Caller.await(group.redrive(which, perSecond));
    }

    /** See {@link SharedGroup#resumeRedrive}. */
    public EventRedriveState resumeRedrive() {
        return Caller.await(group.resumeRedrive());
    }

    /** See {@link SharedGroup#redriveState}. */
    public EventRedriveState redriveState() {
        return Caller.await(group.redriveState());
    }

    /** See {@link SharedGroup#stopRedrive}. */
    public void stopRedrive() {
        Caller.await(group.stopRedrive());
    }

    /** See {@link SharedGroup#purge(DeadEvents)}. */
    public long purge(DeadEvents which) {
        return Caller.await(group.purge(which));
    }

    /** See {@link SharedGroup#purge(Collection)}. */
    public long purge(Collection<Long> offsets) {
        return Caller.await(group.purge(offsets));
    }
}
