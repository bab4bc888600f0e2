package io.synap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comments and documents show can be written so: it is compiled against this module. */
final class ExamplesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path DOCUMENTS = Path.of("../docs");
    /** Shows the server's own classes, which this module does not see. */
    private static final String EMBEDDED = "client-java-embedded.md";

    @TempDir
    private Path classes;

    @Test
    void examplesInCommentsCompile() throws IOException {
        List<Example> examples = Example.inSources(SOURCES);
        assertThat(examples)
                .as("the Javadoc of Kv has one at least")
                .anyMatch(each -> each.place().startsWith("Kv.java"));
        assertThat(wrongIn(examples)).isEmpty();
    }

    @Test
    void examplesInDocumentsCompile() throws IOException {
        List<Example> examples = Example.inDocuments(DOCUMENTS, "client-java").stream()
                .filter(each -> !each.place().startsWith(EMBEDDED))
                .toList();
        assertThat(examples).isNotEmpty();
        assertThat(wrongIn(examples)).isEmpty();
    }

    @Test
    void anExampleThatIsWrongIsFound() throws IOException {
        Path document = Files.writeString(classes.resolve("client-java.md"), """
            Text.

            ```java
            int number = client.kv();
            ```
            """);
        assertThat(document).exists();
        assertThat(wrongIn(Example.inDocuments(classes, "client-java")))
                .singleElement()
                .asString()
                .startsWith("client-java.md:3")
                .contains("incompatible types");
    }

    private List<String> wrongIn(List<Example> examples) throws IOException {
        String imports =
                packages().stream().map(each -> "import " + each + ".*;\n").collect(Collectors.joining());
        List<JavaFileObject> units = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            units.add(unit("Example" + i, imports, examples.get(i)));
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var _ = compiler.getTask(null, null, found, List.of("-proc:none", "-d", classes.toString()), null, units)
                .call();
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> placeOf(each, examples) + ": " + each.getMessage(Locale.ROOT))
                .toList();
    }

    private static String placeOf(Diagnostic<? extends JavaFileObject> wrong, List<Example> examples) {
        String name = wrong.getSource().getName();
        int number = Integer.parseInt(name.replaceAll("\\D", ""));
        return examples.get(number).place();
    }

    private static JavaFileObject unit(String name, String imports, Example example) {
        String source = String.join("\n", example.imports())
                + "\n" + imports
                + "class " + name + " {\n"
                + "SynapClient client = SynapClient.connect();\n"
                + "void run() throws Exception {\n" + example.statements() + "}\n}\n";
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    /** Those of the client, and those that every program has. */
    private static List<String> packages() throws IOException {
        List<String> packages = new ArrayList<>(List.of(
                "com.fasterxml.jackson.core.type",
                "io.micrometer.core.instrument",
                "io.micrometer.core.instrument.simple",
                "io.opentelemetry.api",
                "java.math",
                "java.nio",
                "java.nio.charset",
                "java.nio.file",
                "java.time",
                "java.util",
                "java.util.concurrent",
                "java.util.function",
                "java.util.stream"));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
                    .distinct()
                    .sorted()
                    .forEach(packages::add);
        }
        return packages;
    }
}
