package io.synap.examples.jobs;

/** Where mail goes. Thread-safe. */
@FunctionalInterface
public interface MailServer {
    /** @throws Exception if it could not be delivered this time */
    void deliver(Mail mail) throws Exception;
}
