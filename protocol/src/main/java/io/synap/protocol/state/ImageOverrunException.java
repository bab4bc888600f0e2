package io.synap.protocol.state;

import java.io.IOException;
import java.io.Serial;

/** An image fell behind: more changed than it may hold back. Nothing is wrong; it may be begun again. */
public final class ImageOverrunException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    public ImageOverrunException(String message) {
        super(message);
    }
}
