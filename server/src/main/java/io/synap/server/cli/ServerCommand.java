package io.synap.server.cli;

import io.synap.server.config.SynapConfig;
import io.synap.server.lifecycle.SynapServer;
import io.synap.server.logging.Logging;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves until it is told to stop. */
@Command(name = "server", description = "Serve, until SIGTERM or SIGINT.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        SynapConfig config = options.load().withListener();
        Logging.start(config.logging());
        SynapServer server = SynapServer.start(config);
        Thread hook = Thread.ofPlatform().name("synap-stop").unstarted(() -> stop(server));
        Runtime.getRuntime().addShutdownHook(hook);
        long startedMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.println(server.describe() + " in " + (System.currentTimeMillis() - startedMillis) + " ms");
        System.out.flush();
        server.awaitEnd();
        return server.failed() ? ExitCodes.FAULT : ExitCodes.OK;
    }

    /** Runs as the shutdown hook, for signals and for the end of {@link #call} alike. */
    private static void stop(SynapServer server) {
        boolean clean = server.close();
        Logging.stop();
        // A clean stop on a signal is no failure: without this the JVM would exit with 128 + signal.
        Runtime.getRuntime().halt(clean ? ExitCodes.OK : ExitCodes.FAULT);
    }
}
