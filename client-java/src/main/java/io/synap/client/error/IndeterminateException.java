package io.synap.client.error;

import org.jspecify.annotations.Nullable;

/** It may have happened or not: the answer was lost, or did not come in time. */
public final class IndeterminateException extends SynapClientException {
    IndeterminateException(String code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }
}
