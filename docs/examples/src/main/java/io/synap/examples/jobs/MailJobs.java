package io.synap.examples.jobs;

import io.synap.client.SynapClient;
import io.synap.client.codec.JsonCodec;
import io.synap.client.queue.BlockingDeadLetters;
import io.synap.client.queue.BlockingQueues;
import io.synap.client.queue.DeadLetterFilter;
import io.synap.client.queue.PublishOptions;
import io.synap.client.queue.QueueSettings;
import io.synap.client.queue.Queues;
import io.synap.client.queue.RedriveOptions;
import io.synap.client.work.PermanentFailureException;
import io.synap.client.work.Worker;
import io.synap.client.work.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Mail that is sent in the background. Thread-safe.
 *
 * <p>Whoever has a mail to send puts it into the queue and goes on. Workers, in as many processes as there are, take mails
 * out and deliver them. One that fails is tried again, after 50 ms, 100 ms and so on; after three deliveries in vain, or
 * at once where trying again is no use, it is a dead letter that somebody can look at and send anew.
 */
public final class MailJobs {
    private static final String QUEUE = "mail";
    private static final int LETTERS_MAX = 100;
    /** Failures are no news here: what fails for good is found among the dead letters. */
    private static final WorkerListener SILENT = new WorkerListener() {};

    private final Queues<Mail> queues;
    private final BlockingQueues<Mail> waiting;
    private final BlockingDeadLetters<Mail> letters;

    /** Makes the queue if there is none yet. */
    public MailJobs(SynapClient client) {
        this.queues = client.queues(JsonCodec.of(Mail.class));
        this.waiting = queues.blocking();
        this.letters = queues.deadLetters().blocking();
        waiting.create(
                QUEUE,
                QueueSettings.none()
                        .lease(Duration.ofSeconds(10))
                        .maxDeliveries(3)
                        .backoff(Duration.ofMillis(50), Duration.ofSeconds(5)));
    }

    /**
     * Has a mail sent.
     *
     * @param id the same id is sent once, however often it is asked for
     */
    public void send(String id, Mail mail) {
        waiting.publish(QUEUE, mail, PublishOptions.none().dedupId(id));
    }

    /** Delivers mails, eight at once, until the worker is closed. */
    public Worker deliverTo(MailServer server) {
        return queues.worker(QUEUE).concurrency(8).listener(SILENT).handle(delivery -> {
            Mail mail = delivery.payload();
            if (!mail.to().contains("@")) {
                throw new PermanentFailureException("no address: " + mail.to());
            }
            server.deliver(mail);
        });
    }

    /** What could not be delivered, and why. */
    public List<String> failed() {
        return letters.list(QUEUE, DeadLetterFilter.all(), LETTERS_MAX, Optional.empty()).letters().stream()
                .map(letter -> letters.get(QUEUE, letter.messageId()).payload().to() + ": "
                        + letter.lastError().orElse("?"))
                .toList();
    }

    /** Sends what could not be delivered once more. */
    public void sendAgain() {
        letters.redrive(QUEUE, DeadLetterFilter.all(), RedriveOptions.none());
    }
}
