package io.synap.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests run in the module's folder, so the project's is the parent. */
class ConfigReferenceTest {
    private static final Path PROJECT = Path.of("..");
    private static final String HOW_TO_REGENERATE = "%s differs from the settings' declarations; regenerate it with"
            + " 'mvn -pl server -am -Dsynap.regenerate=true"
            + " -Dtest=ConfigReferenceTest -Dsurefire.failIfNoSpecifiedTests=false test'";

    private final ConfigReference reference = new ConfigReference(Catalogue.OF_SYNAP);

    @Test
    void committedFileIsTheGeneratedOne() throws IOException {
        compare(PROJECT.resolve("config.yml"), reference.yaml());
    }

    @Test
    void committedReferenceIsTheGeneratedOne() throws IOException {
        compare(PROJECT.resolve("docs/configuration.md"), reference.markdown());
    }

    @Test
    void generatedFileMeansTheDefaults(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yml"), reference.yaml());
        assertThat(SynapConfig.load(file, Map.of(), List.of())).isEqualTo(SynapConfig.defaults());
    }

    private static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("synap.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(file).as(HOW_TO_REGENERATE, file.getFileName()).hasContent(generated);
    }
}
