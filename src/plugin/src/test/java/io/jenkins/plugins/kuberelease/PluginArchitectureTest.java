package io.jenkins.plugins.kuberelease;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import org.junit.jupiter.api.Test;

/** The plugin is what needs Jenkins: credentials, forms, agents, pages. What a release is, is said elsewhere. */
class PluginArchitectureTest {
    private static final String PLUGIN = "io.jenkins.plugins.kuberelease";
    private static final String ENGINE = "io.kuberelease.";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PLUGIN);

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(PLUGIN + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void noClassSpeaksHttpItself() {
        DescribedPredicate<JavaClass> clients = describe(
                "an HTTP client",
                type -> type.getName().equals("java.net.http.HttpClient")
                        || type.getName().startsWith("java.net.http.HttpRe")
                        || type.getName().equals("java.net.HttpURLConnection")
                        || type.getName().equals("java.net.URLConnection")
                        || type.getPackageName().startsWith("okhttp3"));
        noClasses()
                .should()
                .dependOnClassesThat(clients)
                .because("requests are the adapters': Jenkins only says through which proxy (HttpClient.Builder)")
                .check(MAIN);
    }

    /** The stack for Amazon and Google is the adapters'; their libraries give credentials, in two classes. */
    @Test
    void onlyTheOptionalPluginsClassesKnowTheCloudsLibraries() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("AwsPlugin")
                .and()
                .haveSimpleNameNotStartingWith("GooglePlugin")
                .and()
                .resideOutsideOfPackage("..GooglePlugin..")
                .and(describe(
                        "are not nested in one of them", type -> !type.getName().contains("GooglePlugin$")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "software.amazon..", "com.amazonaws..", "com.google.api..", "com.google.auth.."))
                .check(MAIN);
    }

    /** Where a rule of the product would have to be: steps and pages take what they show from the presentation. */
    @Test
    void stepsPagesAndFormsReachNoAdapterThatTouchesTheWorld() {
        noClasses()
                .that()
                .resideInAnyPackage(PLUGIN + ".step..", PLUGIN + ".page..", PLUGIN + ".config..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ENGINE + "adapters.kubernetes..",
                        ENGINE + "adapters.helm..",
                        ENGINE + "adapters.oci..",
                        ENGINE + "adapters.builders..",
                        ENGINE + "adapters.cluster..",
                        ENGINE + "adapters.slack..",
                        ENGINE + "adapters.webhook..",
                        ENGINE + "adapters.process.."))
                .check(MAIN);
    }

    /** What decides how a release goes on is asked of one run, by the package that holds it; what came of it is told. */
    @Test
    void onlyWhatHostsAReleaseKnowsTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PLUGIN + ".run..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ENGINE + "engine..")
                        .and(describe("are no result", PluginArchitectureTest::acts)))
                .check(MAIN);
    }

    /**
     * Pipelines are stored by a library that reads a record's values through its accessors, as anybody may: those of a
     * record that is not public come back as null, and a step that goes on after a restart knows nothing.
     */
    @Test
    void recordsThatMayBeStoredWithAPipelineArePublic() {
        classes()
                .that(describe("are records", JavaClass::isRecord))
                .and()
                .areAssignableTo(Serializable.class)
                .should()
                .bePublic()
                .check(MAIN);
    }

    private static boolean acts(JavaClass type) {
        return !type.getSimpleName().equals("RunResult");
    }
}
