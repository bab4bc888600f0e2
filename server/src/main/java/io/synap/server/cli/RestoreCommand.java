package io.synap.server.cli;

import io.synap.replication.backup.Restore;
import io.synap.replication.files.DiskFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Installs a backup as a data directory. */
@Command(
        name = "restore",
        description = "Verify a backup and install it as an empty data directory.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "BACKUP", description = "The backup's folder.")
    private Path backup = Path.of("");

    @Override
    public Integer call() throws Exception {
        System.out.println(Restore.restore(
                        backup,
                        options.load().persistence().dir(),
                        new DiskFiles(),
                        Clock.systemUTC(),
                        new SecureRandom())
                .describe());
        return ExitCodes.OK;
    }
}
