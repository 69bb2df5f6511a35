package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.StageId;
import io.kuberelease.plan.ChartSetting;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewSectionTest {
    private static final String FILE = CompiledPlanTest.EXAMPLE;
    private static final String SMALL = """
        preview:
          cluster: staging
          host: "{branch}.polls.preview.example.com"
          set: {ingress.host: "{host}", replicas: 1}
        """;

    @Test
    void threeLinesAreEnoughAndTheRestIsAsInTheFirstEnvironment() {
        ReleasePlan plan = Compiled.file(FILE + SMALL).previewing("search").plan();
        EnvironmentSpec environment = plan.environments().get(0);
        PreviewClaim claim = plan.preview().orElseThrow();

        assertThat(plan.environments()).hasSize(1);
        assertThat(environment.target().cluster()).isEqualTo("staging");
        assertThat(environment.target().namespace()).hasToString("polls-search");
        assertThat(environment.values()).containsExactly("deploy/staging.yaml");
        assertThat(environment.settings())
                .containsExactly(
                        new ChartSetting("ingress.host", "search.polls.preview.example.com", false),
                        new ChartSetting("replicas", "1", true));
        assertThat(claim.address()).hasToString("http://search.polls.preview.example.com/");
        assertThat(claim.lifetime()).isEqualTo(Duration.ofDays(3));
        assertThat(claim.limit()).isEqualTo(10);
        assertThat(plan.stages().stream().map(Stage::id).map(StageId::value))
                .containsExactly(
                        "build",
                        "chart",
                        "bundle",
                        "preview.claim",
                        "preview.datastores",
                        "preview.compare",
                        "preview.lock",
                        "preview.deploy",
                        "preview.reach",
                        "preview.verify",
                        "preview.record",
                        "preview.unlock");
        assertThat(plan.stage(new StageId("preview.reach")).task())
                .isInstanceOfSatisfying(StageTask.ReachPreview.class, reach -> assertThat(reach.path())
                        .isEqualTo(Optional.of("/health")));
    }

    @Test
    void namespaceAndDatastoresAreMadeBesideTheBuildAndTheDeploymentWaitsForThem() {
        ReleasePlan plan = Compiled.file(FILE + SMALL).previewing("search").plan();

        assertThat(before(plan, "preview.claim")).isEmpty();
        assertThat(before(plan, "preview.datastores")).containsExactly("preview.claim");
        assertThat(before(plan, "preview.compare")).containsExactly("bundle", "preview.claim");
        assertThat(before(plan, "preview.deploy")).containsExactly("preview.lock", "preview.datastores");
    }

    @Test
    void aReleaseToEnvironmentsIsWhatItWasWithoutTheSection() {
        assertThat(Compiled.file(FILE + SMALL).plan().stages())
                .isEqualTo(Compiled.file(FILE).plan().stages());
    }

    @Test
    void whatOnlyAPreviewHasIsAStageOfItsOwn() {
        ReleasePlan plan = Compiled.file(FILE + """
            preview:
              cluster: staging
              host: "{branch}.example.com"
              quota: {cpu: "2", memory: 4Gi}
              secrets: [mail-account]
              seed: [python, manage.py, loaddata, demo]
            """).previewing("search").plan();

        assertThat(plan.stage(new StageId("preview.secrets")).task())
                .isInstanceOfSatisfying(StageTask.CopySecrets.class, task -> {
                    assertThat(task.secrets().from()).hasToString("polls");
                    assertThat(task.secrets().names()).containsExactly("mail-account");
                });
        assertThat(before(plan, "preview.seed")).containsExactly("preview.deploy");
        assertThat(before(plan, "preview.reach")).containsExactly("preview.seed");
        assertThat(before(plan, "preview.datastores")).containsExactly("preview.quota");
    }

    @Test
    void theDefaultBranchHasEnvironmentsAndNoPreview() {
        assertThat(Compiled.lines(Compiled.file(FILE + SMALL).previewing("main").problems()))
                .containsExactly("command line: branch \"main\" is the default branch, which has environments of its"
                        + " own → take another branch, or name it in preview.branches");
        assertThat(Compiled.file(FILE + SMALL + "  branches: [main, \"release/*\", \"!release/1.*\"]\n")
                        .previewing("main")
                        .problems())
                .isEmpty();
        assertThat(Compiled.lines(Compiled.file(FILE + SMALL + "  branches: [\"release/*\", \"!release/1.*\"]\n")
                        .previewing("release/1.4")
                        .problems()))
                .singleElement()
                .asString()
                .contains("is left out by !release/1.* of preview.branches");
    }

    @Test
    void whereNobodyKnowsTheDefaultBranchItIsNotGuessed() {
        Optional<String> unknown = Optional.empty();

        assertThat(Compiled.lines(
                        Compiled.file(FILE + SMALL).previewing("main", unknown).problems()))
                .singleElement()
                .asString()
                .contains("branch \"main\" may be the default branch", "git remote set-head origin --auto");
        assertThat(Compiled.file(FILE + SMALL)
                        .previewing("search", unknown)
                        .plan()
                        .notes())
                .singleElement()
                .asString()
                .contains("search is taken for another branch than the default one");
        assertThat(Compiled.file(FILE + SMALL + "  branches: [\"*\"]\n")
                        .previewing("main", unknown)
                        .plan()
                        .notes())
                .isEmpty();
        assertThat(Compiled.file(FILE + SMALL).previewing("search").plan().notes())
                .isEmpty();
    }

    @Test
    void withoutTheSectionThereAreNoPreviews() {
        assertThat(Compiled.lines(Compiled.file(FILE).previewing("search").problems()))
                .singleElement()
                .asString()
                .contains("preview is missing")
                .contains("{branch}");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        List<String> problems = Compiled.lines(Compiled.file(FILE + """
            preview:
              namespace: previews
              host: "{brnch}.{branch}.example.com"
              scheme: ftp
              ingress: "http://there"
              set: {"ingress.hosts[0]": x, ingress: "{hsot}", ingress.host: y}
              secrets: {names: [UPPER]}
              limit: 0
              for: forever
              quota: {cpu: much}
            """).problems());

        assertThat(problems)
                .anySatisfy(line -> assertThat(line).contains("preview.cluster is missing"))
                .anySatisfy(
                        line -> assertThat(line).contains("preview.namespace").contains("has no {branch}"))
                .anySatisfy(line -> assertThat(line).contains("preview.host").contains("is not valid"))
                .anySatisfy(line -> assertThat(line).contains("preview.scheme \"ftp\""))
                .anySatisfy(line -> assertThat(line).contains("preview.ingress"))
                .anySatisfy(line -> assertThat(line).contains("is not the path of a value"))
                .anySatisfy(line -> assertThat(line).contains("{hsot}"))
                .anySatisfy(line -> assertThat(line).contains("ingress.host inside of it"))
                .anySatisfy(line -> assertThat(line).contains("UPPER"))
                .anySatisfy(line -> assertThat(line).contains("preview.limit \"0\""))
                .anySatisfy(line -> assertThat(line).contains("preview.for"))
                .anySatisfy(line -> assertThat(line).contains("preview.quota.cpu"));
    }

    @Test
    void anIngressHasAPortThatThereMayBe() {
        for (String port : List.of("0", "65536", "99999")) {
            assertThat(Compiled.lines(Compiled.file(FILE + SMALL + "  ingress: \"10.0.0.1:" + port + "\"\n")
                            .previewing("search")
                            .problems()))
                    .singleElement()
                    .asString()
                    .contains("preview.ingress \"10.0.0.1:" + port + "\"");
        }
        assertThat(Compiled.file(FILE + SMALL + "  ingress: \"10.0.0.1:65535\"\n")
                        .previewing("search")
                        .problems())
                .isEmpty();
    }

    @Test
    void aPreviewNeverGetsTheNamespaceOfAnEnvironmentOrOfTheTests() {
        String file = FILE.replace(
                        "namespace: polls\n    values: [deploy/staging",
                        "namespace: polls-staging\n    values: [deploy/staging")
                + SMALL;

        assertThat(Compiled.file(file).previewing("search").problems()).isEmpty();
        assertThat(Compiled.lines(Compiled.file(file).previewing("staging").problems()))
                .singleElement()
                .asString()
                .contains("polls-staging")
                .contains("an environment or the tests")
                .contains("{app}-preview-{branch}");
    }

    @Test
    void valuesOfAnEnvironmentThatIsGuardedAreNotTakenUnasked() {
        String guarded = FILE.replace(
                "values: [deploy/staging.yaml]", "values: [deploy/staging.yaml]\n    approval: {by: [people]}");

        assertThat(Compiled.lines(
                        Compiled.file(guarded + SMALL + "  secrets: [mail]\n").problems()))
                .anySatisfy(line ->
                        assertThat(line).contains("does not say its values").contains("staging"))
                .anySatisfy(line ->
                        assertThat(line).contains("from which namespace").contains("approve"));
        assertThat(Compiled.file(guarded + SMALL + "  values: []\n").problems()).isEmpty();
    }

    @Test
    void whatAQuotaDoesNotCountAndWhatItWouldCountTwiceIsRefused() {
        List<String> problems = Compiled.lines(Compiled.file(FILE + SMALL
                        + "  quota: {cpus: \"2\", cpu: \"2\", requests.cpu: \"4\", count/jobs.batch: \"9\"}\n")
                .problems());

        assertThat(problems)
                .hasSize(2)
                .anySatisfy(
                        line -> assertThat(line).contains("preview.quota.cpus").contains("nothing that a quota counts"))
                .anySatisfy(line -> assertThat(line).contains("requests.cpu, which is there already"));
    }

    @Test
    void aBranchStandsOnceBetweenTwoDots() {
        String twice = SMALL.replace("{branch}.polls", "{branch}-{branch}.polls");

        assertThat(Compiled.lines(Compiled.file(FILE + twice).problems()))
                .singleElement()
                .asString()
                .contains("preview.host")
                .contains("{branch} twice");
    }

    @ParameterizedTest
    @CsvSource({"polls", "p", "an-app-whose-name-is-as-long-as-helm-allows-for-names"})
    void namesAreValidHoweverLongAppAndBranchAre(String app) {
        String file = FILE.replace("app: polls", "app: " + app) + """
            preview: {cluster: staging, host: "{app}-{branch}.preview.example.com"}
            """;

        for (String branch : List.of("a", "Feature/UPPER", "x".repeat(300), "日本", "a--", "-a")) {
            ReleasePlan plan = Compiled.file(file).previewing(branch).plan();
            String host = plan.preview().orElseThrow().address().getHost();

            assertThat(plan.environments().get(0).target().namespace().value()).hasSizeLessThanOrEqualTo(63);
            assertThat(host.split("\\.", -1))
                    .allSatisfy(label ->
                            assertThat(label).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));
        }
    }

    @Test
    void anEnvironmentCantHaveTheNameOfPreviews() {
        String file = FILE.replace("  production:", "  preview:");

        assertThat(Compiled.file(file).problems()).isEmpty();
        assertThat(Compiled.lines(Compiled.file(file + SMALL).problems()))
                .singleElement()
                .asString()
                .contains("environments.preview has the name of previews");
    }

    private static List<String> before(ReleasePlan plan, String stage) {
        return plan.stage(new StageId(stage)).trigger().stages().stream()
                .map(StageId::value)
                .toList();
    }
}
