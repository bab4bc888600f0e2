package io.synap.replication.damage;

import java.io.IOException;
import java.nio.file.Path;

/** Stored data is not what was stored. The message names the file, the place and what is wrong. */
public final class DamagedException extends IOException {
    private final Path file;
    private final long offset;
    private final String what;

    public DamagedException(Path file, long offset, String what) {
        super(file + " at byte " + offset + ": " + what);
        this.file = file;
        this.offset = offset;
        this.what = what;
    }

    public Path file() {
        return file;
    }

    public long offset() {
        return offset;
    }

    /** What is wrong, without the place. */
    public String what() {
        return what;
    }

    /** The place and what is wrong there. */
    public String describe() {
        return file + " at byte " + offset + ": " + what;
    }
}
