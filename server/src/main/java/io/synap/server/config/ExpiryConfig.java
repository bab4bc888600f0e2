package io.synap.server.config;

/** The section {@code expiry}: how keys past their deadline are removed. */
@Section("Removal of keys past their deadline. They are unseen at once; this frees their memory.")
public record ExpiryConfig(
        @Setting(value = "100", range = "1..60000", about = "Milliseconds between two rounds.")
        int intervalMillis,

        @Setting(value = "200", range = "1..100000", about = "Keys that one shard removes in one step.")
        int batch) {}
