package io.kuberelease.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.kuberelease.adapters.kubernetes.lock.KubernetesLock;
import io.kuberelease.app.ClusterPorts;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.ReleaseRunner;
import io.kuberelease.engine.Ports;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.plan.PlanCompiler;

/** Who may know whom: the rules of docs/adr/0002-modules-and-gates.md, held for every class that ships. */
@AnalyzeClasses(packages = "io.kuberelease", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ADAPTERS = "io.kuberelease.adapters..";
    private static final String APP = "io.kuberelease.app..";
    private static final String CLI = "io.kuberelease.cli..";
    private static final String WEB = "io.kuberelease.web..";
    private static final String TESTKIT = "io.kuberelease.testkit..";

    private static final DescribedPredicate<JavaClass> THE_ENGINE = resideInAPackage("io.kuberelease..")
            .and(resideOutsideOfPackages(ADAPTERS, APP, WEB, CLI, TESTKIT))
            .as("the engine");

    @ArchTest
    static final ArchRule the_engine_knows_the_jdk_alone = classes()
            .that(THE_ENGINE)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "org.jspecify..").or(THE_ENGINE))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_engine_opens_no_connection_and_starts_no_process = noClasses()
            .that(THE_ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.net.Socket.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .allowEmptyShould(true);

    /** How to reach and to label in a cluster, to reach a server, to run a program and to lock a file, are no outside systems: several adapters share them. */
    @ArchTest
    static final ArchRule adapters_do_not_know_each_other = slices().matching("io.kuberelease.adapters.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    DescribedPredicate.alwaysTrue(),
                    resideInAnyPackage(
                            "io.kuberelease.adapters.cloud..",
                            "io.kuberelease.adapters.cluster..",
                            "io.kuberelease.adapters.disk..",
                            "io.kuberelease.adapters.http..",
                            "io.kuberelease.adapters.kubernetes.support..",
                            "io.kuberelease.adapters.process.."))
            .allowEmptyShould(true);

    /** A host is an arrow to the app, the app to the adapters, those to the engine; none goes back. */
    @ArchTest
    static final ArchRule adapters_know_neither_the_app_nor_a_host = noClasses()
            .that()
            .resideInAPackage(ADAPTERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(APP, WEB, CLI);

    @ArchTest
    static final ArchRule the_app_knows_no_host = noClasses()
            .that()
            .resideInAPackage(APP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, "io.jenkins..", "hudson..", "jenkins..");

    @ArchTest
    static final ArchRule pages_know_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage(WEB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(APP, ADAPTERS, CLI)
            .allowEmptyShould(true);

    /** So that each can be read, and changed, without the others that know it. */
    @ArchTest
    static final ArchRule rooms_of_the_app_are_free_of_cycles =
            slices().matching("io.kuberelease.app.(*)..").should().beFreeOfCycles();

    /** Two hosts that each put the ports together have drifted before: what one had forgotten was silently ignored. */
    @ArchTest
    static final ArchRule ports_are_put_together_in_one_place = noClasses()
            .that(resideOutsideOfPackages(TESTKIT).and(not(type(PortsFactory.class))))
            .should()
            .callConstructorWhere(target(owner(type(Ports.class))));

    /** So that the sinks which a plan names are there in every host. */
    @ArchTest
    static final ArchRule releases_are_run_in_one_place = noClasses()
            .that(resideOutsideOfPackages(TESTKIT).and(not(type(ReleaseRunner.class))))
            .should()
            .callConstructorWhere(target(owner(type(ReleaseRun.class))));

    @ArchTest
    static final ArchRule plans_are_made_in_one_place = noClasses()
            .that(not(type(ReleasePlanner.class)))
            .should()
            .callConstructorWhere(target(owner(type(PlanCompiler.class))));

    @ArchTest
    static final ArchRule locks_are_made_in_one_place = noClasses()
            .that(not(type(ClusterPorts.class)))
            .should()
            .callConstructorWhere(target(owner(type(KubernetesLock.class))));

    @ArchTest
    static final ArchRule nothing_depends_on_the_terminal_program = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothing_that_ships_depends_on_the_test_kit = noClasses()
            .that()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TESTKIT)
            .allowEmptyShould(true);
}
