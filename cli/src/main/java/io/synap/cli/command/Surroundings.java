package io.synap.cli.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * Where commands run: the streams, the terminal, the environment and the connections. Immutable; the streams belong to
 * who runs a command.
 *
 * @param environment such as SYNAP_SERVER and NO_COLOR
 */
public record Surroundings(
        InputStream in,
        OutputStream out,
        OutputStream err,
        Screen screen,
        Map<String, String> environment,
        Connections connections)
        implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;

    /** Those of this process. */
    public static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Surroundings(
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                new FileOutputStream(FileDescriptor.err),
                Screen.of(environment),
                environment,
                new Connections());
    }

    @Override
    public void close() {
        connections.close();
    }
}
