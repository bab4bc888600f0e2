package io.synap.server.cli;

import io.synap.replication.doctor.Doctor;
import io.synap.replication.doctor.Examination;
import io.synap.replication.files.DiskFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Examines the data directory of a stopped server, and repairs it on request. */
@Command(
        name = "doctor",
        description = "Verify a data directory, say what is wrong and what a repair would lose.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--repair", description = "Do it. What is not kept is moved aside, never deleted.")
    private boolean repair;

    @Override
    public Integer call() throws Exception {
        Path directory = options.load().persistence().dir();
        Doctor doctor = new Doctor(new DiskFiles(), Clock.systemUTC(), new SecureRandom());
        Examination found = repair ? doctor.repair(directory) : doctor.examine(directory);
        System.out.println(found.describe());
        if (repair && found.isDamaged()) {
            System.out.println("repaired.");
        }
        return found.isDamaged() && !repair ? ExitCodes.DAMAGED : ExitCodes.OK;
    }
}
