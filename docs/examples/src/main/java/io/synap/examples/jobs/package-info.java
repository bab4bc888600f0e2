/** Mail that is sent in the background: a job queue with retries and dead letters. Begin with {@code MailJobs}. */
@NullMarked
package io.synap.examples.jobs;

import org.jspecify.annotations.NullMarked;
