package io.synap.server.config;

/** The section {@code completion}: the rooms that tell how operations ended. */
@Section("The rooms request_ID and user_ID, which tell how operations ended that take longer than their answer.")
public record CompletionConfig(
        @Setting(value = "1000", range = "1..1000000", about = "Events that one of these rooms keeps.")
        int eventsMax,

        @Setting(value = "86400", range = "1..31536000", about = "Seconds that an event stays.")
        int ageSeconds,

        @Setting(
                value = "3600",
                range = "1..31536000",
                about = "Seconds that one of these rooms stays without events and subscribers.")
        int idleSeconds) {}
