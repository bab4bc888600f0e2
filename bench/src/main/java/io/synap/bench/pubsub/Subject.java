package io.synap.bench.pubsub;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Immutable. What is published to and what is subscribed to. The names of the channels are equally long, and so are
 * those of the subscriptions, so that every push has the same length.
 *
 * @param channels published to in turn
 * @param subscriptions of every subscriber; each channel matches exactly one
 * @param patterns whether the subscriptions are patterns
 * @param matching which subscription the only channel matches, where they are patterns; otherwise channels and
 *     subscriptions are the same
 */
public record Subject(List<String> channels, List<String> subscriptions, boolean patterns, int matching) {
    public Subject {
        channels = List.copyOf(channels);
        subscriptions = List.copyOf(subscriptions);
    }

    public static Subject oneChannel() {
        return channels(1);
    }

    public static Subject channels(int count) {
        List<String> names = names("channel.%05d", count);
        return new Subject(names, names, false, 0);
    }

    /** So many patterns, of which the one in the middle matches. */
    public static Subject patterns(int count) {
        String channel = String.format(Locale.ROOT, "news.%05d.today", count / 2);
        return new Subject(List.of(channel), names("news.%05d.*", count), true, count / 2);
    }

    private static List<String> names(String format, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, format, i))
                .toList();
    }

    /** The index of the subscription that a channel matches. */
    int subscriptionOf(int channel) {
        return patterns ? matching : channel;
    }
}
