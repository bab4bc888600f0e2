package io.synap.bench.system;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;

/**
 * Where and when the figures were taken; without it they mean nothing.
 *
 * @param peers names and versions of the servers measured beside ours; earlier results say {@code redis}
 */
public record Machine(
        String processor,
        int cores,
        String kernel,
        String jdk,
        @JsonAlias("redis") String peers,
        String filesystem,
        String date) {

    public static Machine describe(String peers, Path workFolder, Clock clock) throws IOException {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                "Linux "
                        + Files.readString(Path.of("/proc/sys/kernel/osrelease"))
                                .strip(),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                peers,
                Files.getFileStore(Files.createDirectories(workFolder)).type(),
                LocalDate.now(clock).toString());
    }

    public String line() {
        return "%s, %d cores, %s, JDK %s, %s, data on %s, %s"
                .formatted(processor, cores, kernel, jdk, peers, filesystem, date);
    }

    private static String processorName() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch", "unknown processor"));
    }
}
