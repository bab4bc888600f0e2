package io.synap.server.config;

/** The section {@code expiry}: how keys past their deadline are removed. */
@Section("The passing of time: keys past their deadline are unseen at once, this frees their memory; leases, delays and"
        + " retention end by it.")
public record ExpiryConfig(
        @Setting(
                value = "10",
                range = "1..60000",
                about = "Milliseconds between two rounds: how late a lease or a delay may end.")
        int intervalMillis,

        @Setting(value = "200", range = "1..100000", about = "Due things that one shard does in one step.")
        int batch) {}
