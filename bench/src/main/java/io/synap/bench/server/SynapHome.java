package io.synap.bench.server;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Thread-safe, no state. The folder of the {@code synap} launcher: {@code SYNAP_HOME} as a system property or in
 * the environment, or else the nearest folder above this program that has one.
 */
public final class SynapHome {
    private static final String NAME = "SYNAP_HOME";

    private SynapHome() {}

    public static Optional<Path> find() {
        Optional<String> given = Optional.ofNullable(System.getProperty(NAME))
                .or(() -> Optional.ofNullable(System.getenv(NAME)))
                .filter(folder -> !folder.isEmpty());
        return given.isPresent()
                ? given.map(Path::of).filter(SynapHome::hasLauncher)
                : above(program()).filter(SynapHome::hasLauncher).findFirst();
    }

    private static Path program() {
        try {
            return Path.of(SynapHome.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place is no path", e);
        }
    }

    static Stream<Path> above(Path place) {
        return Stream.iterate(
                        Optional.ofNullable(place.getParent()), Optional::isPresent, at -> at.map(Path::getParent))
                .flatMap(Optional::stream);
    }

    private static boolean hasLauncher(Path folder) {
        Path launcher = folder.resolve("synap");
        return Files.isRegularFile(launcher) && Files.isExecutable(launcher);
    }
}
