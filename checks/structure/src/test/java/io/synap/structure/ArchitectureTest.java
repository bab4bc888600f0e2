package io.synap.structure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Who may know whom. ARCHITECTURE.md states the same rules in prose. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.synap");

    @Test
    void everyModuleIsRead() {
        for (String module :
                List.of("protocol", "engine", "replication", "client", "cli", "server", "examples", "bench")) {
            assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                    .as(module)
                    .anyMatch(name -> name.startsWith("io.synap." + module));
        }
    }

    @Test
    void protocolDependsOnNoOtherModule() {
        moduleSeesOnly("protocol");
    }

    @Test
    void engineReplicationAndClientSeeOnlyProtocol() {
        moduleSeesOnly("engine", "protocol");
        moduleSeesOnly("replication", "protocol");
        moduleSeesOnly("client", "protocol");
    }

    @Test
    void theCommandLineSeesOnlyTheClientAndProtocol() {
        moduleSeesOnly("cli", "client", "protocol");
    }

    @Test
    void examplesSeeOnlyTheClient() {
        moduleSeesOnly("examples", "client");
    }

    @Test
    void analysisSeesOnlyTheClient() {
        moduleSeesOnly("analysis", "client");
    }

    @Test
    void benchIsUsedByNobodyAndSeesOnlyProtocolAndTheClient() {
        moduleSeesOnly("bench", "protocol", "client");
        noClasses()
                .that()
                .resideOutsideOfPackage("io.synap.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.synap.bench..")
                .check(CLASSES);
    }

    @Test
    void onlyTheServerKnowsTheNetworkLibraries() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.synap.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "com.hazelcast..")
                .because("ports are stated where they are needed and filled in by the server")
                .check(CLASSES);
    }

    @Test
    void edgesDoNotKnowEachOther() {
        slices().matching("io.synap.server.(http|resp|websocket)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .because("what two edges share belongs to the node behind them")
                .check(CLASSES);
    }

    /** A feature and what is below it count as one: an edge's own package puts its parts together. */
    @Test
    void featuresHaveNoCycles() {
        slices().matching("io.synap.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theEngineIsDeterministic() {
        noClasses()
                .that()
                .resideInAPackage("io.synap.engine..")
                .should()
                .accessTargetWhere(describe("a clock, chance, identity or a thread", ArchitectureTest::isIndeterminate))
                .orShould()
                .dependOnClassesThat(sourcesOfChanceOrConcurrency())
                .because("the same operations must give the same state on every copy, at every replay")
                .check(CLASSES);
    }

    private static void moduleSeesOnly(String module, String... others) {
        List<String> allowed = new ArrayList<>(List.of(packageOf(module)));
        for (String other : others) {
            allowed.add(packageOf(other));
        }
        noClasses()
                .that()
                .resideInAPackage(packageOf(module))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.synap..").and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static String packageOf(String module) {
        return "io.synap." + module + "..";
    }

    /** Waiting for a lock is no source of chance: a shard's operations are ordered by whoever holds it. */
    private static boolean isIndeterminate(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return switch (owner) {
            case "java.lang.System" ->
                Set.of("currentTimeMillis", "nanoTime", "identityHashCode").contains(name);
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.lang.Thread" -> !name.equals("onSpinWait");
            case "java.util.UUID" -> name.equals("randomUUID");
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    private static DescribedPredicate<JavaClass> sourcesOfChanceOrConcurrency() {
        return assignableTo(Random.class)
                .or(assignableTo(ThreadLocalRandom.class))
                .or(assignableTo(java.time.Clock.class))
                .or(assignableTo(Executor.class))
                .or(assignableTo(Timer.class))
                .or(assignableTo("java.util.random.RandomGenerator"))
                .as("clocks, random generators, timers or executors");
    }
}
