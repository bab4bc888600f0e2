package io.synap.examples.cache;

import io.synap.client.SynapClient;
import io.synap.client.codec.Codec;
import java.time.Duration;

/** Looks the same thing up three times: {@code CacheMain [host:port]}. */
public final class CacheMain {
    private CacheMain() {}

    public static void main(String[] arguments) {
        String endpoint = arguments.length > 0 ? arguments[0] : "127.0.0.1:15500";
        try (SynapClient client = SynapClient.connect(endpoint);
                SharedCache<String> capitals =
                        new SharedCache<>(client, "capital:", Codec.text(), Duration.ofMinutes(10), 1_000, country -> {
                            System.out.println("(looking up " + country + ", which takes long)");
                            return country.equals("France") ? "Paris" : "somewhere";
                        })) {
            System.out.println(capitals.get("France"));
            System.out.println(capitals.get("France"));
            capitals.invalidate("France");
            System.out.println(capitals.get("France"));
        }
    }
}
