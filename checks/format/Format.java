import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Formats every Java source below a folder, or reports those that are not formatted. Started from source by
 * the build, on the JDK that compiles Synap, because the formatter parses with the compiler of the JVM it
 * runs in.
 */
final class Format {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "data");
    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    private Format() {}

    /** Arguments: {@code check} or {@code apply}, then the folder. */
    public static void main(String[] arguments) throws IOException {
        boolean apply = arguments[0].equals("apply");
        Path root = Path.of(arguments[1]).toRealPath();
        List<Path> different;
        try {
            different = sourcesBelow(root).parallelStream()
                    .filter(source -> differs(source, apply))
                    .sorted()
                    .toList();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
            System.exit(2);
            return;
        }
        for (Path source : different) {
            System.out.println((apply ? "formatted " : "not formatted: ") + root.relativize(source));
        }
        if (!apply && !different.isEmpty()) {
            System.out.println("Run ./format and commit the result.");
            System.exit(1);
        }
    }

    private static boolean differs(Path source, boolean apply) {
        try {
            String before = Files.readString(source);
            String after = FORMATTER.formatSourceAndFixImports(before);
            boolean differs = !before.equals(after);
            if (differs && apply) {
                Files.writeString(source, after);
            }
            return differs;
        } catch (FormatterException e) {
            throw new IllegalStateException("The formatter cannot parse " + source + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sourcesBelow(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = SKIPPED_FOLDERS.contains(name) || (name.startsWith(".") && !folder.equals(root));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }
}
