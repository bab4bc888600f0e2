package io.synap.server.config;

import java.util.Set;
import java.util.regex.Pattern;

/** The environment variables beginning with {@code SYNAP_} that are no settings. */
final class EnvironmentNames {
    static final String PREFIX = "SYNAP_";
    static final String CONFIG_FILE = "SYNAP_CONFIG";

    /** For the launcher, what it tells the program, and what commands to a server read. */
    private static final Set<String> OF_PROGRAM = Set.of(
            CONFIG_FILE, "SYNAP_AOT", "SYNAP_HOME", "SYNAP_JAVA_OPTS", "SYNAP_TTY", "SYNAP_SERVER", "SYNAP_RESP");

    // Kubernetes puts such variables into every container of a namespace that has a service named
    // synap or synap-…; one of them, SYNAP_HTTP_PORT=tcp://…, even has the name of a setting.
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("SYNAP_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");
    private static final Pattern KUBERNETES_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private EnvironmentNames() {}

    /** Whether a variable may be meant as a setting. */
    static boolean concernsSettings(String name, String value) {
        return name.startsWith(PREFIX)
                && !OF_PROGRAM.contains(name)
                && !OF_KUBERNETES.matcher(name).matches()
                && !(name.endsWith("_PORT") && KUBERNETES_ADDRESS.matcher(value).matches());
    }
}
