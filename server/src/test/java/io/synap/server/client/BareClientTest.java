package io.synap.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synap.client.SynapClient;
import io.synap.protocol.error.ErrorCode;
import io.synap.server.process.ServerProcess;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client needs its own classes, the protocol's, and the JDK. */
@Timeout(60)
final class BareClientTest {
    @TempDir
    private Path folder;

    private static URL whereIs(Class<?> one) {
        return one.getProtectionDomain().getCodeSource().getLocation();
    }

    private static Object call(Object target, String method, Object... arguments) throws ReflectiveOperationException {
        for (Method each : target.getClass().getMethods()) {
            if (each.getName().equals(method) && each.getParameterCount() == arguments.length) {
                return each.invoke(target, arguments);
            }
        }
        throw new NoSuchMethodException(method);
    }

    @Test
    void itRunsWithoutTheLibrariesThatAreOptional() throws Exception {
        URL[] classes = {whereIs(SynapClient.class), whereIs(ErrorCode.class)};
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"));
                URLClassLoader alone = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = alone.loadClass(SynapClient.class.getName());
            String[] endpoints = {"127.0.0.1:" + server.httpPort()};
            Object client = type.getMethod("connect", String[].class).invoke(null, (Object) endpoints);
            Object kv = call(call(client, "kv"), "blocking");
            call(kv, "set", "greeting", "hello");
            assertThat(call(kv, "get", "greeting")).isEqualTo(Optional.of("hello"));
            call(client, "close");

            // They are really not there.
            Class<?> json = alone.loadClass("io.synap.client.codec.JsonCodec");
            assertThatThrownBy(() -> json.getMethod("of", Class.class).invoke(null, String.class))
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }
}
