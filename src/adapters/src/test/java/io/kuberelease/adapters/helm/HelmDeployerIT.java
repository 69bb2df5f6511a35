package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kuberelease.adapters.helm.RealCluster.Attempt;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.HelmOptions;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Deployer.DeployRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Helm on a real cluster: what it records, and what becomes of it when something is killed. */
class HelmDeployerIT {
    private static final String SLEEPING_HOOK = "{hook: 'sleep 60', secret: cuttlefish}";

    private final RealCluster cluster = RealCluster.open();

    @AfterEach
    void leaveNothing() {
        cluster.close();
    }

    @Test
    void deploysChangesAndLeavesAloneWhatDiffersInVersionOnly() {
        DeployRequest first = cluster.request("1.0.0", "{message: one, secret: swordfish}");
        Attempt installed = cluster.deploy("r-1", first);
        assertThat(installed.revision()).isEqualTo(1);

        EnvironmentDiff sameContent = cluster.compare(cluster.request("1.1.0", "{secret: swordfish, message: one}"));
        assertThat(sameContent.unchanged()).isTrue();
        assertThat(sameContent.changes()).isEmpty();

        DeployRequest second = cluster.request("1.2.0", "{message: two, secret: cuttlefish}");
        EnvironmentDiff diff = cluster.compare(second);
        assertThat(diff.unchanged()).isFalse();
        assertThat(diff.revision()).isEqualTo(1);
        assertThat(diff.changes())
                .extracting(change -> change.resource().display())
                .containsExactlyInAnyOrder("configmap/tiny", "configmap/tiny-moment", "deployment/tiny", "secret/tiny");
        assertThat(allLines(diff))
                .contains("-  message: one", "+  message: two")
                .doesNotContain("fish");
        assertThat(cluster.compare(second).hash()).isEqualTo(diff.hash());

        assertThat(cluster.deploy("r-2", second).revision()).isEqualTo(2);
    }

    @Test
    void namesAHookThatFailsAndDeploysAgainAfterwards() {
        Attempt failed = cluster.deploy("r-1", cluster.request("1.0.0", "{hook: 'exit 3'}"));

        assertThat(failed.problem()).isInstanceOfSatisfying(ReleaseException.Failed.class, problem -> assertThat(
                        problem.reason().kind())
                .isEqualTo(CauseKind.HOOK_FAILED));
        assertThat(cluster.helm("list", "--all")).contains("failed");
        assertThat(cluster.deploy("r-2", cluster.request("1.0.1", "{}")).revision())
                .isEqualTo(2);
    }

    @Test
    void waitsForTheWorkloadsBeforeAHookThatWantsThemReady() {
        Attempt attempt = cluster.deploy("r-1", cluster.request("1.0.0", "{postHook: 'true', readyAfter: 3}"));

        assertThat(attempt.revision()).isEqualTo(1);
        assertThat(cluster.created("tiny-post")).isAfterOrEqualTo(cluster.podReady("tiny"));
    }

    @Test
    void endsSoonWhenToldToAndLeavesNothingPending() {
        cluster.deployed("r-1", cluster.request("1.0.0", "{}"));
        DeployRequest second = cluster.request("1.1.0", SLEEPING_HOOK);
        ManualCancellation cancellation = new ManualCancellation();
        RealCluster.Running running = cluster.start("r-2", second, false, cancellation);
        cluster.awaitPending(2);

        Instant told = Instant.now();
        cancellation.request();
        Attempt aborted = running.end();

        assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(aborted.problem()).isInstanceOf(ReleaseException.Aborted.class);
        assertThat(aborted.problem()).hasMessageContaining("revision 2").hasMessageContaining("marked failed");
        assertThat(cluster.helm("history", "tiny")).contains("failed").doesNotContain("pending");
        assertThat(cluster.deploy("r-3", cluster.request("1.1.1", "{}")).revision())
                .isEqualTo(3);
    }

    @Test
    void healsWhatAKilledWriterLeftPendingAndRefusesWhileItLives() {
        cluster.deployed("r-1", cluster.request("1.0.0", "{}"));
        HelmWorkers others = new HelmWorkers(HelmFixture.command(), Instant::now);
        RealCluster.Running running = cluster.startElsewhere(others, "r-2", cluster.request("1.1.0", SLEEPING_HOOK));
        WriterMark writer = cluster.awaitPending(2).writer().orElseThrow();

        Attempt whileItLives = cluster.deploy("r-3", cluster.request("1.2.0", "{}"));
        cluster.stopRecording(running, writer);
        Attempt afterwards = cluster.deploy("r-3", cluster.request("1.2.0", "{}"));

        assertThat(whileItLives.problem())
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("pending-upgrade since")
                .hasMessageContaining("by release r-2");
        assertThat(afterwards.revision()).isEqualTo(3);
        assertThat(cluster.helm("history", "tiny")).contains("Left pending by a writer that is gone");
        others.close();
    }

    @Test
    void refusesWhatSomebodyElseLeftPendingAndSaysWhatToDo() throws Exception {
        cluster.deployed("r-1", cluster.request("1.0.0", "{}"));
        cluster.killedForeignUpgrade(cluster.request("1.1.0", SLEEPING_HOOK));

        Throwable problem = catchThrowable(
                () -> cluster.deploy("r-2", cluster.request("1.2.0", "{}")).rethrow());

        assertThat(problem).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
            assertThat(failed.reason().kind()).isEqualTo(CauseKind.LOCKED);
            assertThat(failed.reason().summary()).contains("pending-upgrade", "not by kube-release");
            assertThat(failed.reason().suggestion())
                    .hasValueSatisfying(fix -> assertThat(fix).contains("helm rollback tiny"));
        });
    }

    @Test
    void takesOverWhatAnEarlierTryOfTheSameReleaseHasDeployed() {
        DeployRequest request = cluster.request("1.0.0", "{}");
        EnvironmentDiff before = cluster.compare(request);
        cluster.deployed("r-1", request);

        Attempt again =
                cluster.start("r-1", request, before, true, Cancellation.NEVER).end();

        assertThat(again.revision()).isEqualTo(1);
        assertThat(cluster.compare(request).revision()).isEqualTo(1);
    }

    @Test
    void deploysNothingWhenTheEnvironmentHasMovedSinceTheDiff() {
        DeployRequest request = cluster.request("1.0.0", "{}");
        EnvironmentDiff before = cluster.compare(request);
        cluster.deployed("r-1", request);

        Attempt late =
                cluster.start("r-2", request, before, false, Cancellation.NEVER).end();

        assertThat(late.problem())
                .isInstanceOf(ReleaseException.Outdated.class)
                .hasMessageContaining("against revision 0")
                .hasMessageContaining("is 1 now");
        assertThat(cluster.compare(request).revision()).isEqualTo(1);
    }

    @Test
    void tellsTheTruthInHelmsOwnRecordWhenARolloutHasFailed() {
        DeployRequest request = cluster.request("1.0.0", "{}");
        cluster.deployed("r-1", request);

        cluster.deployer().markFailed(request, 1, "deployment/tiny crashes");

        assertThat(cluster.helm("history", "tiny")).contains("failed", "deployment/tiny crashes");
        assertThat(cluster.compare(request).unchanged()).isFalse();
        assertThat(cluster.deploy("r-2", request).revision()).isEqualTo(2);
    }

    @Test
    void appliesWhatWasShownThoughTheChartRendersByChanceAndAnotherProcessDeploys() {
        DeployRequest request = cluster.request("1.0.0", "{chance: true}");
        HelmDeployer showing = cluster.deployer();
        EnvironmentDiff shown =
                showing.compare(request, HelmFixture.control("r-1")).diff();

        Attempt lost =
                cluster.start("r-1", request, shown, false, Cancellation.NEVER).end();
        showing.keep(request, shown, HelmFixture.control("r-1"));
        showing.keep(request, shown, HelmFixture.control("r-1"));
        Attempt kept =
                cluster.start("r-1", request, shown, false, Cancellation.NEVER).end();

        assertThat(lost.problem())
                .isInstanceOf(ReleaseException.Outdated.class)
                .hasMessageContaining("renders otherwise");
        assertThat(kept.revision()).isEqualTo(1);
        String chance = cluster.client()
                .configMaps()
                .withName("tiny-moment")
                .require()
                .getData()
                .getOrDefault("chance", "");
        assertThat(allLines(shown)).contains("chance: " + chance).doesNotContain("chance: \n");
        assertThat(cluster.client()
                        .secrets()
                        .withLabel("kube-release.io/kind")
                        .list()
                        .getItems())
                .as("what was kept is removed with the deployment")
                .isEmpty();
    }

    private static DeployRequest adopting(DeployRequest request) {
        EnvironmentSpec to = request.environment();
        return new DeployRequest(
                new EnvironmentSpec(
                        to.name(),
                        to.app(),
                        to.target(),
                        to.values(),
                        to.createNamespace(),
                        to.readyWithin(),
                        Optional.of(new HelmOptions(Optional.empty(), true))),
                request.bundle(),
                request.bundleReference());
    }

    @Test
    void namesTheOwnerOfAFieldAndTheWayToTakeOverWhatIsThere() {
        cluster.client()
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(cluster.client().getNamespace())
                        .endMetadata()
                        .build())
                .create();
        cluster.kubectl("create", "configmap", "tiny", "--from-literal=message=mine");

        DeployRequest ours = cluster.request("1.0.0", "{message: ours}");
        Throwable foreign = catchThrowable(() -> cluster.compare(ours));
        Attempt adopted = cluster.deploy("r-2", adopting(ours));
        cluster.client()
                .configMaps()
                .withName("tiny")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("somebody")
                                .withForce(true)
                                .build(),
                        """
                        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "tiny"}, "data": {"message": "theirs"}}
                        """);
        Throwable conflict = catchThrowable(() -> cluster.compare(cluster.request("1.1.0", "{message: other}")));

        assertThat(adopted.revision()).isEqualTo(1);
        assertThat(foreign).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
            assertThat(failed.reason().summary()).contains("configmap/tiny", "exists");
            assertThat(failed.reason().suggestion())
                    .hasValueSatisfying(fix -> assertThat(fix).contains("adopt"));
        });
        assertThat(conflict)
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("\"somebody\"")
                .hasMessageContaining(".data.message")
                .hasMessageContaining("tiny");
    }

    @Test
    void neverTakesACustomResourceDefinitionBackToAnOlderOne() {
        cluster.deployed("r-1", cluster.request("1.0.0", "{}"));
        assertThat(cluster.versionsOfShelf()).isEqualTo(List.of("v1"));

        cluster.giveShelfAnotherVersion("v2");
        cluster.deployed("r-2", cluster.request("1.1.0", "{message: other}"));

        assertThat(cluster.versionsOfShelf()).isEqualTo(List.of("v1", "v2"));
    }

    @Test
    void saysThatAClusterIsUnknownBeforeItDoesAnything() {
        DeployRequest nowhere =
                HelmFixture.request(cluster.request("1.0.0", "{}").bundle(), "atlantis", "apps");

        assertThatThrownBy(() -> cluster.deployer().compare(nowhere, HelmFixture.control("r-1")))
                .hasMessageContaining("no context atlantis");
    }

    private static String allLines(EnvironmentDiff diff) {
        return String.join(
                "\n",
                diff.changes().stream()
                        .map(ResourceChange::lines)
                        .flatMap(List::stream)
                        .toList());
    }
}
