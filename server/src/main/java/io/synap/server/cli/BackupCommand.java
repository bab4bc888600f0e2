package io.synap.server.cli;

import io.synap.replication.backup.Backup;
import io.synap.replication.files.DiskFiles;
import io.synap.server.config.SynapConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Copies a data directory to a folder and verifies the copy. A running server makes the copy itself,
 * in its own folder of backups, and this command then copies it on: so nothing that speaks to the
 * server over the network can make it write elsewhere.
 */
@Command(
        name = "backup",
        description = "Copy the data to a folder, from a running server or a stopped one, and verify the copy.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "FOLDER", description = "Where the backup goes; it must not exist, or be empty.")
    private Path target = FileSystems.getDefault().getPath("");

    @Override
    public Integer call() throws Exception {
        SynapConfig config = options.load();
        Path source = config.persistence().dir();
        String name = "backup-" + System.currentTimeMillis();
        if (!askServer(config, name)) {
            System.out.println(Backup.create(source, new DiskFiles(), target).describe());
            return ExitCodes.OK;
        }
        Path made = source.resolve("backups").resolve(name);
        System.out.println(Backup.create(made, new DiskFiles(), target).describe());
        deleteFolder(made);
        return ExitCodes.OK;
    }

    /** Returns false when no server answers on that port: then the directory is copied as it lies. */
    private static boolean askServer(SynapConfig config, String name) throws IOException, InterruptedException {
        String host = config.http().host();
        URI uri = URI.create("http://%s:%d/api/v1/backups?name=%s"
                .formatted(
                        host.contains(":") ? '[' + host + ']' : host,
                        config.http().port(),
                        name));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the server refused: " + answer.body());
            }
            return true;
        } catch (ConnectException nobody) {
            return false;
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
