package io.synap.replication.log;

import io.synap.replication.files.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How segment files are called. No state. */
public final class SegmentNames {
    private static final Pattern NAME = Pattern.compile("log-(\\d{16})\\.segment");

    private SegmentNames() {}

    public static Path path(Path directory, long number) {
        return directory.resolve("log-%016d.segment".formatted(number));
    }

    static Path preparing(Path directory, long number) {
        return directory.resolve("log-%016d.preparing".formatted(number));
    }

    public static boolean isSegment(String name) {
        return NAME.matcher(name).matches();
    }

    /** The numbers of the segments in a directory, ascending. */
    public static List<Long> list(FileStore files, Path directory) throws IOException {
        return files.list(directory).stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .sorted()
                .toList();
    }
}
