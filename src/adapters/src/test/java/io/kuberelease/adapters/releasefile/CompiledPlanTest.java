package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.FreezeWindow;
import io.kuberelease.plan.HelmOptions;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Validated;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompiledPlanTest {
    static final String EXAMPLE = """
        # yaml-language-server: $schema=kube-release.schema.json
        app: polls
        image:
          repository: europe-west1-docker.pkg.dev/acme/web/polls
          tags: ["{version}", "{branch}-{commit}"]
        datastores:
          postgres: "15"
          redis: "7"
        test:
          cluster: ci
          command: [make, test]
          reports: build/reports/*.xml
        chart:
          path: chart
          repository: oci://europe-west1-docker.pkg.dev/acme/charts
        environments:
          staging:
            cluster: staging
            clusterId: 277fd6bf-7b1c-4d4e-9a51-6f7d0f3f2a10
            namespace: polls
            values: [deploy/staging.yaml]
            verify: {http: /health, command: [make, smoke_test]}
          production:
            cluster: production
            namespace: polls
            values: [deploy/production.yaml]
            after: staging
            approval: {by: [release-managers], within: 4h}
        notify:
          slack: {channel: "#releases"}
        """;
    private static final String SMALL = "image: {repository: eu.gcr.io/acme/polls}\n";

    @Test
    void howHelmAppliesIsSaidOnceForEveryEnvironment() {
        ReleasePlan said = Compiled.file(EXAMPLE + "helm: {serverSide: true, adopt: true}\n")
                .plan();
        ReleasePlan unsaid = Compiled.file(EXAMPLE).plan();

        assertThat(applying(said)).hasSize(2).containsOnly(new HelmOptions(Optional.of(true), true));
        assertThat(applying(unsaid)).containsOnly(HelmOptions.USUAL);
    }

    private static List<HelmOptions> applying(ReleasePlan plan) {
        return plan.stages().stream()
                .map(Stage::task)
                .filter(StageTask.Deploy.class::isInstance)
                .map(task -> ((StageTask.Deploy) task).environment().applying())
                .toList();
    }

    @Test
    void theDesignsExampleBecomesTheWholeGraph() {
        ReleasePlan plan = Compiled.file(EXAMPLE).plan();

        assertThat(plan.stages().stream().map(CompiledPlanTest::drawn))
                .containsExactly(
                        "datastores <- []",
                        "build <- []",
                        "chart <- []",
                        "tested <- [build]",
                        "test <- [build, datastores, tested]",
                        "tidy after datastores, [test]",
                        "bundle <- [test, chart]",
                        "publish <- [bundle]",
                        "staging.compare <- [publish]",
                        "staging.lock <- [staging.compare]",
                        "staging.deploy <- [staging.lock]",
                        "staging.verify <- [staging.deploy]",
                        "staging.record after staging.deploy, [staging.verify]",
                        "staging.unlock after staging.lock, [staging.deploy, staging.verify, staging.record]",
                        "production.compare <- [publish, staging.verify, staging.record]",
                        "production.approval <- [production.compare]",
                        "production.lock <- [production.approval]",
                        "production.deploy <- [production.lock]",
                        "production.record after production.deploy, []",
                        "production.unlock after production.lock, [production.deploy, production.record]");
        assertThat(plan.app()).hasToString("polls");
        assertThat(plan.version()).hasToString("1.4.0");
        assertThat(plan.notifies().slackChannel()).contains("#releases");
        assertThat(task(plan, "publish", StageTask.Publish.class).tags().first())
                .containsExactly("1.4.0", "main-3f2c1ab");
        assertThat(plan.stage(new StageId("production.approval")).deadline()).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void aClusterThatIsMadeIsThereBeforeAnythingIsAskedOfIt() {
        ReleasePlan plan = Compiled.file(EXAMPLE.replace("cluster: ci", "cluster: scratch")
                                .replaceFirst("cluster: staging\n    clusterId: \\S+", "cluster: scratch")
                        + """
                        clusters:
                          scratch:
                            create: [kind, create, cluster, --name, "{name}"]
                            delete: [kind, delete, cluster, --name, "{name}"]
                            for: 90m
                        """)
                .plan();

        assertThat(plan.stages().stream().map(CompiledPlanTest::drawn))
                .contains(
                        "cluster <- []",
                        "datastores <- [cluster]",
                        "test <- [build, cluster, datastores, tested]",
                        "staging.cluster <- []",
                        "staging.compare <- [publish, staging.cluster]",
                        "production.compare <- [publish, staging.verify, staging.record]");
        StageTask.MakeCluster made = task(plan, "staging.cluster", StageTask.MakeCluster.class);
        assertThat(made.cluster().name().cluster()).isEqualTo("pop-up/polls/scratch");
        assertThat(made.cluster().lifetime()).isEqualTo(Duration.ofMinutes(90));
        assertThat(task(plan, "cluster", StageTask.MakeCluster.class).servesTests())
                .as("an image that was tested before is released there all the same")
                .isFalse();
        EnvironmentSpec staging = plan.environments().get(0);
        assertThat(staging.target().cluster()).isEqualTo("pop-up/polls/scratch");
        assertThat(staging.createNamespace()).isTrue();
        assertThat(plan.environments().get(1).target().cluster()).isEqualTo("production");
    }

    @Test
    void theExampleOfTheProjectCompilesInItsDirectory() {
        Path directory = Path.of("../../examples/polls");
        String text = ReleaseFile.read(directory.resolve("kube-release.yaml"), "kube-release.yaml")
                .match(ReadResult.Read::text, unreadable -> unreadable.problem().toString());

        Validated<ReleasePlan> result = Compiled.file(text).result(new DirectorySource(directory));

        List<String> problems = Compiled.lines(result.problems());
        assertThat(problems).isEmpty();
    }

    @Test
    void aRepositoryWithADockerfileAndAChartNeedsOnlyTheImagesRepository() {
        ReleasePlan plan = Compiled.file(SMALL).plan();

        assertThat(plan.app()).hasToString("polls");
        assertThat(plan.stages().stream().map(Stage::id).map(StageId::value))
                .containsExactly("build", "chart", "bundle", "publish");
        assertThat(task(plan, "build", StageTask.BuildImage.class).image().dockerfile())
                .isEqualTo("Dockerfile");
        assertThat(task(plan, "build", StageTask.BuildImage.class).retentionTag())
                .isEqualTo("kr-r20261121-1");
    }

    @Test
    void environmentsFollowEachOtherInTheOrderOfTheFileUnlessTheySayOtherwise() {
        String file = SMALL + """
            environments:
              staging: {cluster: a}
              europe: {cluster: b}
              america: {cluster: c, after: staging}
              demo: {cluster: d, after: []}
            """;

        ReleasePlan plan = Compiled.file(file).plan();

        assertThat(plan.stages().stream().map(CompiledPlanTest::drawn))
                .contains(
                        "staging.compare <- [publish]",
                        "europe.compare <- [publish, staging.deploy, staging.record]",
                        "america.compare <- [publish, staging.deploy, staging.record]",
                        "demo.compare <- [publish]");
    }

    @Test
    void anEnvironmentMayStandBeforeTheOneItComesAfter() {
        String file =
                SMALL + "environments: {production: {cluster: b, after: staging}, staging: {cluster: a, after: []}}";

        ReleasePlan plan = Compiled.file(file).plan();

        assertThat(plan.stages().stream().map(Stage::id).map(StageId::part).distinct())
                .endsWith("staging", "production");
    }

    @Test
    void aReleaseToOneEnvironmentGoesThroughThoseBeforeItAndBundlesAll() {
        ReleasePlan plan = Compiled.file(EXAMPLE).to("staging").plan();

        assertThat(plan.stages().stream().map(Stage::id).map(StageId::part)).doesNotContain("production");
        assertThat(task(plan, "bundle", StageTask.WriteBundle.class).environments())
                .extracting(EnvironmentSpec::name)
                .hasToString("[staging, production]");
        assertThat(Compiled.file(EXAMPLE).to("production").plan().stages())
                .isEqualTo(Compiled.file(EXAMPLE).plan().stages());
    }

    @Test
    void testsGoToTheFirstEnvironmentUnlessTheySayOtherwise() {
        String file = SMALL + "environments: {staging: {cluster: a, namespace: web}}\ntest: {command: [make, test]}\n";

        ReleasePlan plan = Compiled.file(file).plan();

        StageTask.RunTests tests = task(plan, "test", StageTask.RunTests.class);
        assertThat(tests.target().cluster()).isEqualTo("a");
        assertThat(tests.target().namespace()).hasToString("web");
        assertThat(drawn(plan.stage(new StageId("tidy")))).isEqualTo("tidy after test, []");
    }

    @Test
    void testsThatAreToRunEachTimeAreNotLookedFor() {
        String file = SMALL + "environments: {staging: {cluster: a}}\ndatastores: {redis: 7}\ntest: {command: [make]";

        ReleasePlan once = Compiled.file(file + "}").plan();
        ReleasePlan always = Compiled.file(file + ", always: true}").plan();

        StageTask.FindTestMark lookup = task(once, "tested", StageTask.FindTestMark.class);
        assertThat(lookup.setup().tests().command()).containsExactly("make");
        assertThat(lookup.setup().datastores()).extracting(DatastoreSpec::image).containsExactly("redis:7");
        assertThat(always.stages().stream().map(CompiledPlanTest::drawn))
                .contains("test <- [build, datastores]")
                .noneMatch(stage -> stage.startsWith("tested"));
    }

    @Test
    void theVersionAskedForWinsOverTheTagAndTheTagOverTheCommit() {
        SourceRevision untagged = new SourceRevision("0123456789", "main", Optional.empty(), false);
        SourceRevision modified = new SourceRevision("0123456789", "main", Optional.of("1.0.0"), true);

        assertThat(Compiled.file(SMALL).version("2.0.0-rc.1").plan().version()).hasToString("2.0.0-rc.1");
        assertThat(Compiled.file(SMALL).plan().version()).hasToString("1.4.0");
        assertThat(Compiled.file(SMALL).from(untagged).plan().version()).hasToString("0.0.0-g0123456");
        assertThat(Compiled.file(SMALL).from(modified).plan().version()).hasToString("0.0.0-g0123456.modified");
    }

    @Test
    void aBranchBecomesFitForATag() {
        String file = "image: {repository: eu.gcr.io/acme/polls, tags: '{branch}-{commit}'}";
        SourceRevision branch = new SourceRevision("0123456789", "feature/Grüße & more", Optional.empty(), false);
        SourceRevision detached = new SourceRevision("0123456789", "", Optional.empty(), false);

        assertThat(task(Compiled.file(file).from(branch).plan(), "publish", StageTask.Publish.class)
                        .tags()
                        .first())
                .containsExactly("feature-Gr-e-more-0123456");
        assertThat(task(Compiled.file(file).from(detached).plan(), "publish", StageTask.Publish.class)
                        .tags()
                        .first())
                .containsExactly("detached-0123456");
    }

    @Test
    void aNumberKeepsTheTextInWhichItWasWritten() {
        String file = SMALL
                + "environments: {staging: {cluster: a}}\ntest: {command: [make]}\n"
                + "datastores: {postgres: 15.10, redis: 7}\n";

        StageTask.StartDatastores task =
                task(Compiled.file(file).plan(), "datastores", StageTask.StartDatastores.class);

        assertThat(task.datastores()).extracting(DatastoreSpec::image).containsExactly("postgres:15.10", "redis:7");
    }

    @Test
    void aDatastoreIsChangedOrDescribed() {
        String file = SMALL + """
            environments: {staging: {cluster: a}}
            test: {command: [make]}
            datastores:
              main: {type: postgres, version: 16, env: {POSTGRES_INITDB_ARGS: --no-sync}, readyWithin: 90s}
              mail: {image: "axllent/mailpit:v1", port: 1025, ready: {http: /readyz}, variables: {SMTP: "{host}"}}
            """;

        List<DatastoreSpec> datastores = task(Compiled.file(file).plan(), "datastores", StageTask.StartDatastores.class)
                .datastores();

        assertThat(datastores.get(0).hostNames()).startsWith("main", "postgres");
        assertThat(datastores.get(0).settings()).containsEntry("POSTGRES_INITDB_ARGS", "--no-sync");
        assertThat(datastores.get(0).readyWithin()).isEqualTo(Duration.ofSeconds(90));
        assertThat(datastores.get(1).version()).isEqualTo("v1");
        assertThat(datastores.get(1).hostNames()).containsExactly("mail");
        assertThat(datastores.get(1).ready()).isEqualTo(new DatastoreSpec.ReadyCheck.Http("/readyz"));
    }

    @Test
    void ofDatastoresThatOfferTheSameNameTheFirstKeepsIt() {
        String file = SMALL
                + "environments: {staging: {cluster: a}}\ntest: {command: [make]}\n"
                + "datastores: {postgres: 15, mariadb: 11}\n";

        List<DatastoreSpec> datastores = task(Compiled.file(file).plan(), "datastores", StageTask.StartDatastores.class)
                .datastores();

        assertThat(datastores.get(0).hostNames()).contains("db");
        assertThat(datastores.get(1).hostNames()).contains("mariadb").doesNotContain("db");
        assertThat(datastores.get(0).variables()).containsKey("DATABASE_URL");
        assertThat(datastores.get(1).variables()).containsKey("MARIADB_URL").doesNotContainKey("DATABASE_URL");
    }

    @Test
    void aChartThatKnowsOnlyATagSaysSo() {
        String file = "image: {repository: eu.gcr.io/acme/polls, values: {tag: app.tag}}";

        var values = task(Compiled.file(file).plan(), "build", StageTask.BuildImage.class)
                .image()
                .values()
                .all()
                .get(0);

        assertThat(values.repository()).contains("image.repository");
        assertThat(values.digest()).isEmpty();
        assertThat(values.tag()).contains("app.tag");
    }

    @Test
    void anImageMayGoIntoOneValueOrIntoThreeOrIntoAList() {
        assertThat(imageValues("{reference: 'containers[0].image'}").written())
                .isEqualTo("{reference: containers.0.image}");
        assertThat(imageValues("{registry: image.registry, tag: image.tag}").written())
                .isEqualTo("{registry: image.registry, repository: image.repository, tag: image.tag}");
    }

    private static ImagePlaces imageValues(String written) {
        String file = "image: {repository: acme/polls, values: " + written + "}";
        return task(Compiled.file(file).plan(), "build", StageTask.BuildImage.class)
                .image()
                .values();
    }

    @Test
    void anEnvironmentMayAskForASoakAnApprovalAFreezeAndAReturn() {
        String file = SMALL + """
            environments:
              staging: {cluster: a}
              production:
                cluster: b
                soak: 30m
                approval: {}
                freeze:
                  - {from: Fri 16:00, to: Mon 08:00, zone: Europe/Berlin}
                  - {from: 2026-12-23, to: 2027-01-02}
                verify: {http: /health}
                onFailure: return
            """;

        ReleasePlan plan = Compiled.file(file).plan();

        assertThat(plan.stages().stream().map(CompiledPlanTest::drawn))
                .endsWith(
                        "production.soak <- [production.compare]",
                        "production.approval <- [production.soak]",
                        "production.freeze <- [production.approval]",
                        "production.lock <- [production.freeze]",
                        "production.deploy <- [production.lock]",
                        "production.verify <- [production.deploy]",
                        "production.return after production.deploy, [production.verify]",
                        "production.record after production.deploy, [production.verify, production.return]",
                        "production.unlock after production.lock, [production.deploy, production.verify,"
                                + " production.return, production.record]");
        StageTask.Soak soak = task(plan, "production.soak", StageTask.Soak.class);
        assertThat(soak.before()).extracting(EnvironmentSpec::name).hasToString("[staging]");
        assertThat(task(plan, "production.freeze", StageTask.AwaitThaw.class)
                        .freeze()
                        .windows())
                .extracting(FreezeWindow::words)
                .containsExactly("Fri 16:00 to Mon 08:00, Europe/Berlin", "2026-12-23 to 2027-01-02, Z");
    }

    private static <T extends StageTask> T task(ReleasePlan plan, String stage, Class<T> type) {
        return type.cast(plan.stage(new StageId(stage)).task());
    }

    private static String drawn(Stage stage) {
        return stage.id()
                + stage.trigger()
                        .match(
                                after -> " <- " + after.stages(),
                                tidy -> " after " + tidy.opened() + ", " + tidy.users());
    }
}
