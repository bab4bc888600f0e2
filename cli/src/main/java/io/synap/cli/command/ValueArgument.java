package io.synap.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;

/** Values as they stand on a command line. Stateless. */
public final class ValueArgument {
    /** The most that is read from a file or a pipe, bytes: more than any server takes. */
    static final int BYTES_MAX = 512 * 1024 * 1024;

    private ValueArgument() {}

    /**
     * The bytes: {@code -} is what standard input holds, {@code @FILE} a file's content, {@code @@…} something that begins
     * with an at sign, all else itself in UTF-8.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    public static byte[] read(String argument, InputStream in) {
        try {
            if (argument.equals("-")) {
                return bounded(in, "standard input");
            }
            if (argument.startsWith("@@")) {
                return argument.substring(1).getBytes(StandardCharsets.UTF_8);
            }
            if (argument.startsWith("@")) {
                return file(argument.substring(1));
            }
            return argument.getBytes(StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As {@link #read}, whose content is base64. */
    public static byte[] readBase64(String argument, InputStream in) {
        String text = new String(read(argument, in), StandardCharsets.US_ASCII).replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the value is no base64");
        }
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream content = Files.newInputStream(Path.of(name))) {
            return bounded(content, "'" + name + "'");
        } catch (NoSuchFileException absent) {
            throw new IllegalArgumentException(
                    "there is no file '" + name + "'; write @@ for a value that begins with @");
        }
    }

    private static byte[] bounded(InputStream in, String what) throws IOException {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException(what + " holds more than " + BYTES_MAX + " bytes");
        }
        return bytes;
    }
}
