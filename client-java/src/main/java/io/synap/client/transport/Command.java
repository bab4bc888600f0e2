package io.synap.client.transport;

import io.synap.client.wire.Frames;

/** A command of the catalogue, and whether it may be sent again when its answer was lost. Immutable. */
public final class Command {
    /** What happens to a command whose connection is lost after it was sent. */
    public enum Retry {
        /** It reads, or doing it twice is the same as doing it once: it is sent again. */
        FREELY,
        /** It is sent again with its number in the session, so that the server does it once. */
        IN_SESSION,
        /** It fails with CONNECTION_LOST. */
        NEVER
    }

    private final String name;
    private final byte[] encoded;
    private final Retry retry;

    private Command(String name, Retry retry) {
        this.name = name;
        this.encoded = Frames.command(name);
        this.retry = retry;
    }

    /** One that only reads, or that may be done twice. */
    public static Command repeatable(String name) {
        return new Command(name, Retry.FREELY);
    }

    /** One that changes something and that the server takes within sessions. */
    public static Command inSession(String name) {
        return new Command(name, Retry.IN_SESSION);
    }

    /** One that changes something and that nobody repeats. */
    public static Command once(String name) {
        return new Command(name, Retry.NEVER);
    }

    /** Such as "kv.set". */
    public String name() {
        return name;
    }

    public Retry retry() {
        return retry;
    }

    /** The name as it is written; nobody may change it. */
    public byte[] encoded() {
        return encoded;
    }

    @Override
    public String toString() {
        return name;
    }
}
