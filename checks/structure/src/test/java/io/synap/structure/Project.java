package io.synap.structure;

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

/** The files of the project as they are on disk, without what is built or downloaded. */
final class Project {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "data");

    private final Path root;
    private final List<Path> files;

    private Project(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    /** Finds the root upwards from the working folder. */
    static Project open() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("checks/structure/pom.xml"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "not inside the project: " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        try {
            return new Project(folder, filesBelow(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java sources of all modules, main and test. */
    List<Path> sources() {
        return files.stream()
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> place(file).contains("/src/"))
                .toList();
    }

    /** Files that people write: sources, scripts, build files, documents. */
    List<Path> texts() {
        return files.stream()
                .filter(file -> file.getFileName()
                        .toString()
                        .matches(
                                ".*\\.(java|md|xml|yml|yaml|json|properties|proto|ts|svelte|sh|txt)|[a-z]+|Dockerfile"))
                .toList();
    }

    /** The path from the root, with slashes: how findings and exceptions name a file. */
    String place(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    Path root() {
        return root;
    }

    private static List<Path> filesBelow(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean skipped = SKIPPED_FOLDERS.contains(name) || name.equals(".git") || name.equals(".idea");
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }
}
