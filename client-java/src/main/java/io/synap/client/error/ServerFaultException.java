package io.synap.client.error;

import org.jspecify.annotations.Nullable;

/** The server is broken and stops, or does not speak the protocol. */
public final class ServerFaultException extends SynapClientException {
    ServerFaultException(String code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }
}
