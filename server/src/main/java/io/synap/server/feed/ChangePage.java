package io.synap.server.feed;

import java.util.List;

/** Some changes, and the cursor that leads on behind them. Immutable. */
public record ChangePage(List<Change> changes, String cursor) {
    public ChangePage {
        changes = List.copyOf(changes);
    }
}
