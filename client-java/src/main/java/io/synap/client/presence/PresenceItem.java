package io.synap.client.presence;

import java.util.Optional;

/** What is told to those who watch who is in a room. Immutable. */
public sealed interface PresenceItem {
    String room();

    /** How many are in the room. */
    long members();

    /** The subscription is open, for the first time or again after a lost connection: whoever is here can be asked for. */
    record Opened(String room, long members) implements PresenceItem {}

    record Joined(String room, String member, Optional<String> info, long members) implements PresenceItem {}

    record Left(String room, String member, Optional<String> info, long members) implements PresenceItem {}

    /** Others came or went without being told: ask who is here. */
    record PassedOver(String room, long members) implements PresenceItem {}
}
