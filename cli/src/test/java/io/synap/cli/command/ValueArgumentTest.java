package io.synap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValueArgumentTest {
    private final InputStream in = new ByteArrayInputStream(new byte[] {0, -1, 7});

    @TempDir
    Path folder;

    @Test
    void aValueIsItselfOrAFileOrStandardInput() throws IOException {
        Path file = Files.write(folder.resolve("value"), new byte[] {9, 10});
        assertThat(ValueArgument.read("häns", in)).isEqualTo("häns".getBytes(StandardCharsets.UTF_8));
        assertThat(ValueArgument.read("@" + file, in)).containsExactly(9, 10);
        assertThat(ValueArgument.read("@@home", in))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("@home");
        assertThat(ValueArgument.read("-", in)).containsExactly(0, -1, 7);
    }

    @Test
    void aFileThatIsNotThereIsSaidByItsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueArgument.read("@" + folder.resolve("none"), in))
                .withMessageContaining("none")
                .withMessageContaining("@@");
    }

    @Test
    void base64IsDecodedAndNothingElseIs() {
        assertThat(ValueArgument.readBase64("/wAB", in)).containsExactly(-1, 0, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> ValueArgument.readBase64("/wA", in));
    }
}
