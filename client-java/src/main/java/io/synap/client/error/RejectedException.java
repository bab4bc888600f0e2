package io.synap.client.error;

import org.jspecify.annotations.Nullable;

/** The state says no: a condition does not hold, a name does not exist, a lease is lost. */
public final class RejectedException extends SynapClientException {
    RejectedException(String code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }
}
