package io.synap.client.queue;

import io.synap.client.error.SynapClientException;
import io.synap.client.transport.Call;
import io.synap.client.wire.Value;
import java.util.List;

/** Makes results of answers. Stateless. */
final class Answers {
    /** For what has nothing more to say than that it was done. */
    // A stage of Void has no other value than null.
    @SuppressWarnings("NullAway")
    static final Call.Decoder<Void> DONE = payload -> null;

    static final Call.Decoder<Settlement> SETTLEMENT = payload -> settlement(payload.tree());

    private Answers() {}

    static Call.Decoder<Boolean> flag(String name) {
        return payload -> payload.tree().get(name).flag();
    }

    static Call.Decoder<Long> number(String name) {
        return payload -> payload.tree().get(name).integer();
    }

    static Published published(Value answer) {
        return new Published(
                Long.parseLong(answer.get("message_id").text()),
                answer.get("duplicate").flag());
    }

    private static Settlement settlement(Value answer) {
        int done = (int) answer.get("done").integer();
        if (answer.get("refused").integer() == 0) {
            return new Settlement(done, List.of());
        }
        return new Settlement(
                done,
                answer.get("results").elements().stream()
                        .filter(each -> !each.get("success").flag())
                        .map(Answers::refusal)
                        .toList());
    }

    private static Settlement.Refusal refusal(Value each) {
        return new Settlement.Refusal(
                each.get("receipt").text(),
                SynapClientException.ofServer(
                        each.get("code").text(), each.get("error").text()));
    }
}
