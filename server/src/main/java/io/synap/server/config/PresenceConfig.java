package io.synap.server.config;

/** The section {@code presence}: who is in a room. */
@Section("Who is in a room now. It is kept in memory alone.")
public record PresenceConfig(
        @Setting(
                value = "5000",
                range = "0..600000",
                about = "Milliseconds that a member stays after its last connection has ended; coming back by then is"
                        + " no leave and join.")
        int graceMillis,

        @Setting(value = "10000", range = "1..1000000", about = "Members of one room.")
        int membersMax,

        @Setting(value = "10000", range = "1..1000000", about = "Rooms with members.")
        int roomsMax) {}
