package io.synap.bench.server;

import io.synap.bench.system.Children;
import io.synap.bench.system.Tools;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thread-safe. RabbitMQ with its defaults, and everything it would share with another node of the machine its own:
 * ports, folders, cookie, and Erlang's name server epmd, which an Erlang node would otherwise start behind our back
 * and leave running. What is durable is a matter of the queues and the messages, so the row's persistence is nothing
 * to the server.
 */
public final class RabbitSource implements ServerSource {
    private static final String PROGRAM = "rabbitmq-server";
    private static final String NAME_SERVER = "epmd";
    /** What has to be on the PATH; the second comes with Erlang, on which the first depends. */
    public static final List<String> PROGRAMS = List.of(PROGRAM, NAME_SERVER);

    private static final Pattern VERSION = Pattern.compile("rabbitmq_server-(\\d+\\.\\d+\\.\\d+)");
    private static final Duration NAME_SERVER_TIMEOUT = Duration.ofSeconds(10);

    /** The ports of one node: AMQP, Erlang distribution, its name server. */
    record Ports(int amqp, int distribution, int names) {}

    private final Children children;

    public RabbitSource(Children children) {
        this.children = children;
    }

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public String version() throws IOException {
        return parseVersion(script());
    }

    static String parseVersion(Path script) {
        Matcher version = VERSION.matcher(script.toString());
        return version.find() ? "RabbitMQ " + version.group(1) : "RabbitMQ of unknown version";
    }

    @Override
    public BenchServer launch(LaunchOptions options) throws IOException, InterruptedException {
        Ports ports = new Ports(FreePort.find(), FreePort.find(), FreePort.find());
        Path folder = options.dataFolder();
        Files.writeString(folder.resolve("rabbitmq.conf"), configuration(ports));
        Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        Files.writeString(folder.resolve("rabbitmq-env.conf"), "");
        BenchServer names = startNameServer(ports);
        // Without this argument its standard input would be a console of Erlang.
        ProcessBuilder builder = new ProcessBuilder(script().toString(), "-noinput");
        builder.environment().putAll(environment(ports, folder));
        return BenchServer.greeting(name(), ports.amqp(), children.start(builder), Greeting.AMQP)
                .closedWith(names);
    }

    /** In the foreground, as a child of ours; it has to listen before the node registers its name. */
    private BenchServer startNameServer(Ports ports) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(NAME_SERVER, "-address", "127.0.0.1", "-port", Integer.toString(ports.names()));
        BenchServer names = BenchServer.greeting(NAME_SERVER, ports.names(), children.start(builder), Greeting.NONE);
        names.awaitReady(NAME_SERVER_TIMEOUT);
        return names;
    }

    static String configuration(Ports ports) {
        return "listeners.tcp.1 = 127.0.0.1:" + ports.amqp() + "\n";
    }

    static Map<String, String> environment(Ports ports, Path folder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(ports.names()));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "bench-" + ports.amqp() + "@localhost");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(ports.amqp()));
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(ports.distribution()));
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
        environment.put(
                "RABBITMQ_CONF_ENV_FILE", folder.resolve("rabbitmq-env.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        // The script then becomes the server instead of waiting for it, so that its process is the one we started.
        environment.put("RABBITMQ_ALLOW_INPUT", "true");
        return environment;
    }

    /** What is on the PATH may be a wrapper of the distribution that changes the user; the script lies beside it. */
    private static Path script() throws IOException {
        Path found = Tools.find(PROGRAM).orElseThrow(() -> new FileNotFoundException(PROGRAM + " is not on the PATH"));
        return found.toRealPath().resolveSibling(PROGRAM).toRealPath();
    }
}
