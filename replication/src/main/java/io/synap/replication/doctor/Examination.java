package io.synap.replication.doctor;

import io.synap.protocol.Slots;
import io.synap.replication.doctor.Finding.Severity;
import io.synap.replication.history.SequenceVector;
import java.util.List;

/** What was found in a data directory, and what a repair would do. Immutable. */
public record Examination(List<Finding> findings, RepairPlan plan) {
    /** Whether the server would refuse to start, or could not fall back. */
    public boolean isDamaged() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.DAMAGE);
    }

    /** Lines for people. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append("%-8s%s\n".formatted(finding.severity(), finding.text()));
        }
        if (isDamaged()) {
            text.append(describePlan(plan));
        } else {
            text.append("Nothing to repair.\n");
        }
        return text.toString();
    }

    private static String describePlan(RepairPlan plan) {
        if (plan.keepsNothing()) {
            return """
                A repair could keep nothing: the server would start empty.
                Rather restore a backup; everything is moved aside, not deleted.
                """;
        }
        StringBuilder text = new StringBuilder("A repair would keep ");
        text.append(plan.base().map(info -> info.fileName() + " and ").orElse("the log from its beginning and "));
        text.append(
                plan.firstSegment() < 0
                        ? "no log"
                        : "the log up to segment %d, byte %d"
                                .formatted(plan.end().segment(), plan.end().offset()));
        text.append(": %d operations. It would lose %d known operations%s.\n"
                .formatted(plan.kept().total(), plan.lost(), perShard(plan.kept(), plan.farthest())));
        if (!plan.wholeLog()) {
            text.append("An operation on several shards may be there in part.\n");
        }
        return text.append("What is not kept is moved aside, not deleted.\n").toString();
    }

    private static String perShard(SequenceVector kept, SequenceVector farthest) {
        StringBuilder text = new StringBuilder();
        for (int shard = 0; shard < Slots.SHARDS; shard++) {
            long lost = farthest.get(shard) - kept.get(shard);
            if (lost > 0) {
                text.append("%s shard %d: %d".formatted(text.isEmpty() ? " (" : ",", shard, lost));
            }
        }
        return text.isEmpty() ? "" : text.append(')').toString();
    }
}
