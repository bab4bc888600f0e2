package io.synap.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The findings that somebody accepted, each with a reason: {@code exceptions.txt}. */
final class Exceptions {
    private record Accepted(String rule, String place, String line) {}

    private final List<Accepted> accepted = new ArrayList<>();

    /** Lines are {@code rule | place | reason}; blank lines and those that begin with {@code #} are skipped. */
    Exceptions(Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    accepted.add(parse(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The findings that nobody accepted, then the acceptances that nothing needs any more. */
    List<String> remaining(List<Finding> findings) {
        List<String> remaining = new ArrayList<>();
        List<Accepted> unused = new ArrayList<>(accepted);
        for (Finding finding : findings) {
            List<Accepted> matching = accepted.stream()
                    .filter(entry -> entry.rule().equals(finding.rule()))
                    .filter(entry -> entry.place().equals(finding.place()))
                    .toList();
            unused.removeAll(matching);
            if (matching.isEmpty()) {
                remaining.add(finding.toString());
            }
        }
        unused.forEach(entry -> remaining.add("exceptions.txt: no longer needed: " + entry.line()));
        return remaining;
    }

    private static Accepted parse(String line) {
        String[] parts = line.split("\\|", 3);
        if (parts.length != 3 || parts[2].isBlank()) {
            throw new IllegalArgumentException("exceptions.txt: not 'rule | place | reason': " + line);
        }
        return new Accepted(parts[0].strip(), parts[1].strip(), line);
    }
}
