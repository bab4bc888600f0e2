package io.synap.server.presence;

/**
 * Somebody has joined or left a room.
 *
 * @param members how many are there now
 */
public record PresenceChange(boolean joined, PresentMember member, int members) {}
