package io.synap.examples.jobs;

/** One mail to be sent. Immutable; travels as JSON. */
public record Mail(String to, String subject) {}
