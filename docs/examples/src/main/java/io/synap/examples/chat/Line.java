package io.synap.examples.chat;

/** What somebody has said. Immutable; travels as JSON. */
public record Line(String who, String text) {}
