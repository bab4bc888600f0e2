package io.synap.client.error;

import org.jspecify.annotations.Nullable;

/** Nothing has happened, and it may be repeated freely: no server was reached, or it is at a limit. */
public final class UnavailableException extends SynapClientException {
    UnavailableException(String code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }
}
