package io.synap.client.live;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Gives items when it is asked for them. Thread-safe. */
@FunctionalInterface
public interface PullSource<T> {
    /** So many items at most, once there are any, or none after a while. */
    CompletionStage<List<T>> pull(int most);

    /** What came when nobody wanted it any more. */
    default void unwanted(List<T> items) {}
}
