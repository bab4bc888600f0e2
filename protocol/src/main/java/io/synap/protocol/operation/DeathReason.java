package io.synap.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Why a message became a dead letter. Thread-safe. Codes are part of the on-disk format: never reused. */
public enum DeathReason {
    /** A consumer rejected it. */
    REJECTED(1, "rejected"),
    /** Its time to live had passed. */
    EXPIRED(2, "expired"),
    /** It was delivered in vain as often as allowed. */
    MAX_DELIVERIES(3, "max_deliveries"),
    /** The queue was full, and it was the oldest. */
    MAX_LENGTH(4, "max_length");

    private static final DeathReason[] ALL = values();

    private final int code;
    private final String text;

    DeathReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** What stands for it on disk; 0 stands for none. */
    public int code() {
        return code;
    }

    /** What clients read: {@code rejected}, {@code expired}, {@code max_deliveries}, {@code max_length}. */
    public String text() {
        return text;
    }

    /** The reason with a code, null if there is none. */
    public static @Nullable DeathReason ofCode(int code) {
        return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }

    /** The reason that clients write so, null if there is none. */
    public static @Nullable DeathReason ofText(String text) {
        for (DeathReason reason : ALL) {
            if (reason.text.equals(text)) {
                return reason;
            }
        }
        return null;
    }
}
