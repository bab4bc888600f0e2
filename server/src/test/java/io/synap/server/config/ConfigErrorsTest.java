package io.synap.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone reads who has made a mistake. */
class ConfigErrorsTest {
    @TempDir
    Path folder;

    @Test
    void allProblemsAreReportedTogetherEachWithItsPlace() throws IOException {
        Path file = file("""
            http:
              port: 99999
              enabled: yes
            presistence:
              fsync: always
            persistence:
              fsync: alway
              dir: []
              segment_bytes:
            memory:
              max: 1mb
            memory: {max: 1gb}
            limits: 5
            """);
        Map<String, String> environment = Map.of("SYNAP_HTTP_PRT", "1", "SYNAP_RESP_PORT", "x");
        List<String> sets = List.of("fsync=os", "http.port", "logging.level=");
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> SynapConfig.load(file, environment, sets));
        assertThat(String.valueOf(failure.getMessage()).replace(folder.toString(), "/etc"))
                .isEqualTo("""
                    14 problems in the configuration:
                      /etc/synap.yml:2:9: http.port: '99999' is not allowed; allowed: a whole number from 0 to 65535
                      /etc/synap.yml:3:12: http.enabled: 'yes' is not allowed; allowed: true or false
                      /etc/synap.yml:4:1: unknown setting 'presistence'; did you mean 'persistence'?
                      /etc/synap.yml:7:10: persistence.fsync: 'alway' is not allowed; did you mean 'always'?; allowed: always, everysec, os
                      /etc/synap.yml:8:8: persistence.dir: '[…]' is not allowed; allowed: a path
                      /etc/synap.yml:9:17: persistence.segment_bytes: '' is not allowed; allowed: a size from 1mb to 1gb
                      /etc/synap.yml:11:8: memory.max: '1mb' is not allowed; allowed: auto, or a size from 16mb to 64tb
                      /etc/synap.yml:12:1: memory: is already set in line 10
                      /etc/synap.yml:13:9: limits: expected a section with settings, found 5
                      environment variable SYNAP_HTTP_PRT: unknown setting 'SYNAP_HTTP_PRT'; did you mean 'SYNAP_HTTP_PORT'?
                      environment variable SYNAP_RESP_PORT: resp.port: 'x' is not allowed; allowed: a whole number from 0 to 65535
                      --set fsync=os: unknown setting 'fsync'; did you mean 'persistence.fsync'?
                      --set http.port: a value is missing; write --set path.to.key=value
                      --set logging.level=: logging.level: '' is not allowed; allowed: error, warn, info, debug, trace\
                    """);
        assertThat(failure.problems()).hasSize(14);
    }

    @Test
    void malformedFilesSayWhere() throws IOException {
        assertThat(fileProblems("http:\n  port: [1\nresp: 2\n"))
                .singleElement()
                .asString()
                .startsWith("synap.yml:3:5: malformed YAML: ");
        assertThat(fileProblems("http:\n\tport: 1\n"))
                .singleElement()
                .asString()
                .startsWith("synap.yml:2:1: malformed YAML: ");
        assertThat(fileProblems("- a\n")).containsExactly("synap.yml:1:1: expected settings, found […]");
        assertThat(fileProblems("just words\n")).containsExactly("synap.yml:1:1: expected settings, found just words");
        assertThat(fileProblems("a: 1\n---\nb: 2\n")).singleElement().asString().contains("malformed YAML: ");
        assertThat(fileProblems("[a]: 1\n"))
                .containsExactly("synap.yml:1:1: expected the name of a setting, found […]");
        assertThat(fileProblems("a: &a\n  b: *a\nhttp: *missing\n"))
                .singleElement()
                .asString()
                .startsWith("synap.yml:3:7: malformed YAML: ");
    }

    @Test
    void aliasOfItselfEndsToo() throws IOException {
        assertThat(fileProblems("&root\nhttp: *root\n"))
                .containsExactly("synap.yml:2:1: unknown setting 'http.http'; did you mean 'http.host'?");
    }

    @Test
    void fileThatCannotBeReadIsAProblem() {
        Path absent = folder.resolve("absent.yml");
        assertThat(problems(() -> SynapConfig.load(absent, Map.of(), List.of())))
                .containsExactly(absent + ": there is no such file");
        assertThat(problems(() -> SynapConfig.load(folder, Map.of(), List.of())))
                .singleElement()
                .asString()
                .startsWith(folder + ": the file cannot be read: ");
    }

    @Test
    void duplicateKeyIsAProblem() throws IOException {
        assertThat(fileProblems("http:\n  port: 1\n  host: localhost\n  port: 1\n"))
                .containsExactly("synap.yml:4:3: http.port: is already set in line 2");
    }

    @Test
    void badLabelsAreAProblem() throws IOException {
        String allowed = "is not allowed; allowed: a mapping of label names to texts, such as {region: eu}";
        assertThat(fileProblems("metrics:\n  labels: {a-b: c}\n"))
                .containsExactly("synap.yml:2:11: metrics.labels: '{…}' " + allowed);
        assertThat(setProblems("metrics.labels=region"))
                .containsExactly("--set metrics.labels=region: metrics.labels: 'region' " + allowed);
        assertThat(setProblems("metrics.labels={")).hasSize(1);
        assertThat(setProblems("metrics.labels={__name__: a}")).hasSize(1);
        assertThat(setProblems("metrics.labels={a: 1, a: 2}")).hasSize(1);
    }

    @Test
    void prefixThatIsNoNameIsAProblem() {
        assertThat(setProblems("metrics.prefix=a-b"))
                .containsExactly("--set metrics.prefix=a-b: metrics.prefix: 'a-b' is not allowed;"
                        + " allowed: a text like [a-zA-Z_][a-zA-Z0-9_]*");
    }

    @Test
    void launchersAndKubernetesVariablesAreNoSettings() {
        Map<String, String> environment = Map.of(
                "SYNAP_JAVA_OPTS", "-Xmx1g",
                "SYNAP_HOME", "/opt/synap",
                "SYNAP_TTY", "in out err",
                "SYNAP_SERVER", "127.0.0.1:15500",
                "SYNAP_SERVICE_HOST", "10.0.0.1",
                "SYNAP_SERVICE_PORT_RESP", "6380",
                "SYNAP_PORT_6380_TCP_ADDR", "10.0.0.1",
                "SYNAP_HTTP_PORT", "tcp://10.0.0.1:15500",
                "SYNAPSE", "1");
        assertThat(SynapConfig.load(null, folder, environment, List.of())).isEqualTo(SynapConfig.defaults());
    }

    @Test
    void contradictionsAreReportedWhereOneOfThemStands() throws IOException {
        assertThat(fileProblems("http:\n  port: 6380\n"))
                .containsExactly("synap.yml:2:9: resp.port: both are 6380; two listeners need two ports");
        assertThat(setProblems("http.host=127.example.org")).hasSize(1);
        assertThat(setProblems("resp.host=0.0.0.0"))
                .containsExactly("--set resp.host=0.0.0.0: resp.host: 0.0.0.0 is beyond loopback,"
                        + " and this version has no authentication to guard it");
        assertThat(setProblems("persistence.snapshot.log_bytes=63mb")).hasSize(1);
        assertThat(setProblems("resp.query_buffer_bytes_max=16mb")).hasSize(1);
    }

    @Test
    void onlyClientsInTheServersOwnProcessNeedNoListener() {
        SynapConfig config =
                SynapConfig.load(null, folder, Map.of(), List.of("http.enabled=false", "resp.enabled=false"));
        assertThatThrownBy(config::withListener)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("both are false, so nothing would be served");
        assertThat(SynapConfig.defaults().withListener()).isEqualTo(SynapConfig.defaults());
    }

    @Test
    void listenersOnDifferentAddressesMayShareAPort() {
        load("http.port=6380", "http.host=127.0.0.2");
        load("http.port=0", "resp.port=0");
        load("http.port=6380", "resp.enabled=false");
        assertThat(setProblems("http.port=6380", "http.host=0.0.0.0")).hasSize(2);
        assertThat(setProblems("http.port=6380", "resp.host=::")).hasSize(2);
    }

    @Test
    void whatContradictsAMisreadSettingIsNotReported() {
        assertThat(setProblems("resp.query_buffer_bytes_max=1mb", "limits.value_bytes_max=1kib"))
                .singleElement()
                .asString()
                .startsWith("--set limits.value_bytes_max=1kib: ");
    }

    static List<String> problems(ThrowingCallable call) {
        return catchThrowableOfType(ConfigException.class, call).problems();
    }

    private void load(String... sets) {
        SynapConfig.load(null, folder, Map.of(), List.of(sets));
    }

    private List<String> setProblems(String... sets) {
        return problems(() -> load(sets));
    }

    private List<String> fileProblems(String text) throws IOException {
        Path file = file(text);
        return problems(() -> SynapConfig.load(file, Map.of(), List.of())).stream()
                .map(problem -> problem.replace(folder + "/", ""))
                .toList();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("synap.yml"), text);
    }
}
