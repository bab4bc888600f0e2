package io.synap.replication;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The data directory cannot be used as it is. The message says what is wrong, what that would cost,
 * and what to do; nothing was changed.
 */
public final class StartRefusedException extends IOException {
    StartRefusedException(String message) {
        super(message);
    }

    /** Refused because of damage that a repair could get around. */
    static StartRefusedException damaged(Path directory, String what, String loss) {
        return new StartRefusedException("""
            %s
            Nothing was changed. %s
            To see what a repair would do:  ./synap doctor --data %s
            To repair, losing that much:    ./synap doctor --data %s --repair\
            """.formatted(what, loss, directory, directory));
    }
}
