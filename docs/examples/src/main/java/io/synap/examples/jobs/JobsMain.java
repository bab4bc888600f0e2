package io.synap.examples.jobs;

import io.synap.client.SynapClient;
import io.synap.client.work.Worker;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends three mails by a server that fails: {@code JobsMain [host:port]}. */
public final class JobsMain {
    private JobsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        String endpoint = arguments.length > 0 ? arguments[0] : "127.0.0.1:15500";
        Set<Mail> triedBefore = ConcurrentHashMap.newKeySet();
        CountDownLatch delivered = new CountDownLatch(2);
        // It takes each mail the second time only.
        MailServer moody = mail -> {
            if (triedBefore.add(mail)) {
                System.out.println("not now: " + mail.to());
                throw new IOException("the server is busy");
            }
            System.out.println("delivered: " + mail.to());
            delivered.countDown();
        };
        try (SynapClient client = SynapClient.connect(endpoint)) {
            MailJobs jobs = new MailJobs(client);
            jobs.send("welcome-1", new Mail("ann@example.org", "Welcome"));
            jobs.send("welcome-2", new Mail("bob@example.org", "Welcome"));
            jobs.send("welcome-2", new Mail("bob@example.org", "Welcome"));
            jobs.send("welcome-3", new Mail("nowhere", "Welcome"));
            try (Worker worker = jobs.deliverTo(moody)) {
                if (!delivered.await(30, TimeUnit.SECONDS)) {
                    System.out.println("not all were delivered: " + worker.figures());
                }
            }
            jobs.failed().forEach(letter -> System.out.println("dead letter: " + letter));
        }
    }
}
