package io.synap.cli.command;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** Lines of bytes, each of a bounded length. Confined to its owner. */
public final class InputLines {
    static final int LINE_BYTES_MAX = 64 * 1024 * 1024;

    private final InputStream in;
    private long number;

    public InputLines(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /** The next line that is not blank, without its end; empty when there are no more. */
    public Optional<byte[]> next() {
        try {
            byte[] line = read();
            while (line.length > 0 && isBlank(line)) {
                line = read();
            }
            return line.length == 0 ? Optional.empty() : Optional.of(strip(line));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A line with its end, which the last need not have; empty at the end of all. */
    private byte[] read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        number++;
        int octet = in.read();
        while (octet >= 0) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
            if (line.size() > LINE_BYTES_MAX) {
                throw new IllegalArgumentException("line " + number + " holds more than " + LINE_BYTES_MAX + " bytes");
            }
            octet = in.read();
        }
        return line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte octet : line) {
            if (octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
                return false;
            }
        }
        return true;
    }

    private static byte[] strip(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(line, end);
    }

    /** The number of the line that was read last, from 1. */
    public long number() {
        return number;
    }

    /** Whether something can be read without waiting. */
    public boolean isReady() {
        try {
            return in.available() > 0;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
