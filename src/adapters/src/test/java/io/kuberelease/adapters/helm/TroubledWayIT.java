package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kuberelease.adapters.helm.TroubledWay.Trouble;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Deployer.Deployment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Helm on a real cluster, over a way on which answers are cut in the middle, held up or replaced by others'. */
class TroubledWayIT {
    private static final String RECORDS = "/secrets";

    private final RealCluster cluster = RealCluster.open();
    private final TroubledWay way = new TroubledWay(cluster.client());
    private final HelmDeployer deployer = cluster.deployer(way);

    TroubledWayIT() throws Exception {}

    @BeforeEach
    void healthy() {
        cluster.deployed("r-1", version(1));
    }

    @AfterEach
    void leaveNothing() {
        way.close();
        cluster.close();
    }

    @Test
    void troubleWhileAReleaseIsComparedIsTheWorldsAndSaysNothingOfTheChart() {
        record At(String method, String part) {}
        List<At> places = List.of(
                new At("GET", "/version"),
                new At("GET", "/openapi/v"),
                new At("GET", "/configmaps/tiny"),
                new At("PATCH|POST", "dryRun=All"));
        for (At at : places) {
            for (Trouble trouble : List.of(Trouble.CUT_IN_THE_MIDDLE, Trouble.BUSY, Trouble.PAGE)) {
                way.troubles(trouble, at.method(), at.part());

                Throwable problem = catchThrowable(() -> deployer.compare(version(2), HelmFixture.control("r-2")));

                assertThat(way.met()).as("%s at %s: %s", trouble, at, problem).isPositive();
                assertErrored(problem, trouble + " at " + at);
            }
        }
        way.troubles(Trouble.DELAYED, "PATCH", "/configmaps/tiny");
        assertThat(deployer.compare(version(2), HelmFixture.control("r-2"))
                        .diff()
                        .revision())
                .isEqualTo(1);
        assertThat(way.met()).isPositive();
    }

    @Test
    void troubleWhileHelmDeploysIsTheWorldsAndTheNextTryMakesOneRevisionMoreThatIsDeployed() {
        record At(Trouble trouble, String method, String part) {}
        // An answer that is lost in the middle: what it answers was done.
        List<At> places = List.of(
                new At(Trouble.BUSY, "PATCH", "/deployments/tiny"),
                new At(Trouble.PAGE, "PATCH", "/deployments/tiny"),
                new At(Trouble.CUT_IN_THE_MIDDLE, "PATCH", "/configmaps/tiny"),
                new At(Trouble.CUT_IN_THE_MIDDLE, "POST", RECORDS),
                new At(Trouble.CUT_IN_THE_MIDDLE, "PUT", RECORDS));
        int content = 1;
        for (At at : places) {
            content++;
            DeployRequest request = version(content);
            String release = "r-" + content;
            EnvironmentDiff diff =
                    deployer.compare(request, HelmFixture.control(release)).diff();
            List<Integer> before = deployed();

            way.troubles(at.trouble(), at.method(), at.part());
            Throwable problem = catchThrowable(() -> deploy(request, diff, release, false));
            assertThat(way.met()).as("%s: %s", at, problem).isPositive();
            way.calm();
            Deployment second = deploy(request, diff, release, true);

            assertErrored(problem, at.toString());
            assertThat(deployed())
                    .as("%s", at)
                    .doesNotContainAnyElementsOf(before)
                    .containsExactly(second.revision());
            assertThat(cluster.helm("history", "tiny")).as("%s", at).doesNotContain("pending-");
            assertThat(cluster.client().configMaps().withName("tiny").require().getData())
                    .isEqualTo(Map.of("message", "number " + content));
        }
    }

    private static void assertErrored(Throwable problem, String where) {
        assertThat(problem).as(where).isInstanceOfSatisfying(ReleaseException.Errored.class, errored -> assertThat(
                        errored.reason().kind())
                .isEqualTo(CauseKind.UNAVAILABLE));
    }

    private Deployment deploy(DeployRequest request, EnvironmentDiff diff, String release, boolean again) {
        try {
            return deployer.deploy(request, diff, HelmFixture.control(release, again, Cancellation.NEVER))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof ReleaseException problem) {
                throw problem;
            }
            throw failed;
        }
    }

    private DeployRequest version(int number) {
        return cluster.request("1." + number + ".0", "{message: number " + number + "}");
    }

    /** The revisions that Helm calls deployed, of which there may be one. */
    private List<Integer> deployed() {
        return cluster
                .client()
                .secrets()
                .withLabels(Map.of("owner", "helm", "status", "deployed"))
                .list()
                .getItems()
                .stream()
                .map(record -> Integer.valueOf(record.getMetadata().getLabels().get("version")))
                .toList();
    }
}
