package io.synap.client.change;

import java.util.List;

/**
 * Some changes. Immutable.
 *
 * @param cursor leads on behind them, also if there are none
 */
public record ChangePage(List<Change> changes, String cursor) {
    public ChangePage {
        changes = List.copyOf(changes);
    }
}
