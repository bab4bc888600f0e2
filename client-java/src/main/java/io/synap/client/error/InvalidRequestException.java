package io.synap.client.error;

import org.jspecify.annotations.Nullable;

/** The request itself is wrong: it will never succeed as it is. */
public final class InvalidRequestException extends SynapClientException {
    InvalidRequestException(String code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }
}
