package io.synap.examples.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.synap.client.SynapClient;
import io.synap.client.work.Worker;
import io.synap.examples.ExampleServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class MailJobsTest {
    @TempDir
    private Path folder;

    @Test
    void mailIsTriedAgainAndWhatCannotBeDeliveredIsKept() {
        List<Mail> delivered = new CopyOnWriteArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        AtomicBoolean mended = new AtomicBoolean();
        MailServer moody = mail -> {
            if (attempts.incrementAndGet() == 1 || (mail.to().startsWith("eve") && !mended.get())) {
                throw new IOException("busy");
            }
            delivered.add(mail);
        };
        try (ExampleServer server = ExampleServer.start(folder);
                SynapClient client = SynapClient.connect(server.endpoint())) {
            MailJobs jobs = new MailJobs(client);
            jobs.send("1", new Mail("ann@example.org", "Welcome"));
            jobs.send("1", new Mail("ann@example.org", "Welcome"));
            jobs.send("2", new Mail("eve@example.org", "Welcome"));
            jobs.send("3", new Mail("nowhere", "Welcome"));
            try (Worker worker = jobs.deliverTo(moody)) {
                await().until(() -> jobs.failed().size() == 2 && !delivered.isEmpty());
                assertThat(delivered).extracting(Mail::to).containsExactly("ann@example.org");
                assertThat(jobs.failed())
                        .anySatisfy(letter -> assertThat(letter)
                                .startsWith("eve@example.org: ")
                                .contains("busy"));
                assertThat(jobs.failed())
                        .anySatisfy(letter ->
                                assertThat(letter).startsWith("nowhere: ").contains("no address"));

                mended.set(true);
                jobs.sendAgain();
                await().until(() -> delivered.size() == 2 && jobs.failed().size() == 1);
                assertThat(worker.figures().handled()).isEqualTo(2);
            }
            assertThat(delivered).extracting(Mail::to).containsExactly("ann@example.org", "eve@example.org");
        }
    }

    @Test
    void itsMainRuns() throws InterruptedException {
        try (ExampleServer server = ExampleServer.start(folder)) {
            JobsMain.main(new String[] {server.endpoint()});
            try (SynapClient client = SynapClient.connect(server.endpoint())) {
                assertThat(new MailJobs(client).failed())
                        .singleElement()
                        .asString()
                        .contains("no address: nowhere");
            }
        }
    }
}
