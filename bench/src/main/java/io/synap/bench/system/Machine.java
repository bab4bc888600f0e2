package io.synap.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** Where and when the figures were taken; without it they mean nothing. */
public record Machine(
        String processor, int cores, String kernel, String jdk, String redis, String filesystem, String date) {

    public static Machine describe(Children children, Path workFolder, Clock clock)
            throws IOException, InterruptedException {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                "Linux "
                        + Files.readString(Path.of("/proc/sys/kernel/osrelease"))
                                .strip(),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                redisVersion(children),
                Files.getFileStore(Files.createDirectories(workFolder)).type(),
                LocalDate.now(clock).toString());
    }

    public String line() {
        return "%s, %d cores, %s, JDK %s, %s, data on %s, %s"
                .formatted(processor, cores, kernel, jdk, redis, filesystem, date);
    }

    private static String processorName() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch", "unknown processor"));
    }

    private static String redisVersion(Children children) throws IOException, InterruptedException {
        if (!Tools.installed("redis-server")) {
            return "no Redis";
        }
        List<String> lines = children.start(new ProcessBuilder("redis-server", "--version"))
                .awaitSuccess("redis-server --version", Duration.ofSeconds(10));
        return parseRedisVersion(lines);
    }

    static String parseRedisVersion(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(" v="))
                .map(line -> "Redis " + line.replaceFirst(".* v=(\\S+).*", "$1"))
                .findFirst()
                .orElse("Redis of unknown version");
    }
}
