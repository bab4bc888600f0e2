package io.synap.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A piece of Java in a comment or a document: statements that use {@code client}, and what they import. Immutable.
 *
 * @param place the file and the line where it begins
 */
record Example(String place, List<String> imports, String statements) {
    private static final String SNIPPET = "{@snippet :";
    private static final Pattern FENCED = Pattern.compile("(?m)^```java\\R(.*?)^```", Pattern.DOTALL);

    /** Those in Javadoc below a folder. */
    static List<Example> inSources(Path folder) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path file : files(folder, ".java")) {
            String text = Files.readString(file);
            int from = text.indexOf(SNIPPET);
            while (from >= 0) {
                int begin = from + SNIPPET.length();
                int end = endOfSnippet(text, begin);
                examples.add(
                        of(place(file, text, from), text.substring(begin, end).replaceAll("(?m)^ *\\* ?", "")));
                from = text.indexOf(SNIPPET, end);
            }
        }
        return examples;
    }

    /** Where the brace is that closes it: those within are in pairs. */
    private static int endOfSnippet(String text, int begin) {
        int open = 1;
        int at = begin;
        while (open > 0) {
            char next = text.charAt(at++);
            open += next == '{' ? 1 : next == '}' ? -1 : 0;
        }
        return at - 1;
    }

    /** Those in the folder's documents whose name begins so. */
    static List<Example> inDocuments(Path folder, String beginning) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path file : files(folder, ".md")) {
            String text = Files.readString(file);
            Matcher found = FENCED.matcher(text);
            while (file.getFileName().toString().startsWith(beginning) && found.find()) {
                examples.add(of(place(file, text, found.start()), found.group(1)));
            }
        }
        return examples;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static String place(Path file, String text, int at) {
        return file.getFileName() + ":"
                + (1
                        + text.substring(0, at)
                                .chars()
                                .filter(each -> each == '\n')
                                .count());
    }

    private static Example of(String place, String code) {
        List<String> imports = new ArrayList<>();
        StringBuilder statements = new StringBuilder();
        code.lines().forEach(line -> {
            if (line.startsWith("import ")) {
                imports.add(line);
            } else {
                statements.append(line).append('\n');
            }
        });
        return new Example(place, imports, statements.toString());
    }
}
