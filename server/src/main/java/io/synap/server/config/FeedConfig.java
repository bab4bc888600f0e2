package io.synap.server.config;

/** The section {@code feed}: the change feed and the watch on keys. */
@Section("The change feed and the watch on keys, which read the log of persistence.")
public record FeedConfig(
        @Setting(
                value = "10000",
                range = "1..1000000",
                about = "Who may read changes at once, waiting requests among them; further ones are refused.")
        int subscribersMax,

        @Setting(
                value = "8",
                range = "1..256",
                about = "How many of those who are behind read the log at once; the others wait for their turn.")
        int catchUpsMax,

        @Setting(
                value = "1mb",
                range = "64kb..64mb",
                about = "Changes on their way to one subscriber; a slower one reads the log later, from where it is.")
        long pendingBytesMax) {}
