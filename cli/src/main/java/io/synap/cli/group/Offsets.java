package io.synap.cli.group;

import io.synap.cli.command.Given;
import java.util.List;
import java.util.Map;

/** Offsets by partition, as commands take them. Stateless. */
final class Offsets {
    private Offsets() {}

    static List<Given> of(Map<Integer, Long> offsets) {
        return offsets.entrySet().stream()
                .map(each -> new Given().number("partition_id", each.getKey()).number("offset", each.getValue()))
                .toList();
    }
}
