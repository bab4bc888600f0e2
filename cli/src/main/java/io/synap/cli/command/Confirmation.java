package io.synap.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** Asks before something that cannot be undone. Confined to one run. */
public final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.",
            order = 90)
    private boolean yes;

    /**
     * Whether it is wanted: said on the command line, or on the terminal.
     *
     * @throws IllegalArgumentException if there is nobody to ask
     */
    public boolean isGiven(Surroundings here, String question) {
        if (yes) {
            return true;
        }
        if (!here.screen().in() || !here.screen().err()) {
            throw new IllegalArgumentException("this cannot be undone: say --yes");
        }
        try {
            here.err().write((question + " [y/N] ").getBytes(StandardCharsets.UTF_8));
            here.err().flush();
            String answer = line(here.in()).strip();
            return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What follows the line stays unread. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = in.read(); each >= 0 && each != '\n'; each = in.read()) {
            line.write(each);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
