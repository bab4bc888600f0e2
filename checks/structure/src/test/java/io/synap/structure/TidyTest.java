package io.synap.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Style as a unit test: what a reviewer would otherwise say again and again. What has a reason to differ is listed with
 * it in {@code checks/structure/exceptions.txt}.
 */
final class TidyTest {
    private static final String LEFTOVER_WORDS = String.join("|", "TO" + "DO", "FIX" + "ME", "XX" + "X");
    private static final Pattern LEFTOVER = Pattern.compile("\\b(" + LEFTOVER_WORDS + ")\\b");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.}~*$-])/(work|root|home/\\w+|Users/\\w+)/");
    private static final Set<String> VAGUE_PACKAGES = Set.of("impl", "util", "utils", "common", "manager", "service");

    private final Project project = Project.open();

    @Test
    void sourcesAreTidy() throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<Path> sources = project.sources();
        assertThat(sources).as("sources found").hasSizeGreaterThan(20);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                String source = unit.getSourceFile().getCharContent(false).toString();
                findings.addAll(new SourceRules(unit, positions, project.place(file), source).check());
            }
        }
        findings.addAll(leftovers());
        findings.addAll(machinePaths());
        findings.addAll(packageFindings());
        Exceptions exceptions = new Exceptions(project.root().resolve("checks/structure/exceptions.txt"));
        assertThat(String.join("\n", exceptions.remaining(findings))).isEmpty();
    }

    private List<Finding> leftovers() throws IOException {
        return matches(
                project.sources(),
                LEFTOVER,
                "leftover",
                "unfinished work: finish it, or describe it where work is kept");
    }

    private List<Finding> machinePaths() throws IOException {
        return matches(project.texts(), MACHINE_PATH, "machine-path", "a path of one machine: make it relative");
    }

    private List<Finding> matches(Collection<Path> files, Pattern pattern, String rule, String advice)
            throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                number++;
                if (pattern.matcher(line).find()) {
                    findings.add(new Finding(rule, project.place(file), number, advice + ": " + line.strip()));
                }
            }
        }
        return findings;
    }

    private List<Finding> packageFindings() {
        List<Finding> findings = new ArrayList<>();
        List<Path> folders = project.sources().stream()
                .filter(source -> project.place(source).contains("/src/main/java/"))
                .map(Path::getParent)
                .distinct()
                .toList();
        for (Path folder : folders) {
            String place = project.place(folder);
            if (!Files.exists(folder.resolve("package-info.java"))) {
                findings.add(new Finding(
                        "package-info", place, 1, "no package-info.java: say in a sentence what lives here"));
            }
            if (VAGUE_PACKAGES.contains(folder.getFileName().toString())) {
                findings.add(new Finding("vague-package", place, 1, "name the feature, not the kind of class"));
            }
        }
        return findings;
    }
}
