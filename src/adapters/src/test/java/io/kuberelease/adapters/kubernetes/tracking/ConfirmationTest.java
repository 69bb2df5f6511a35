package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.deployment;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Before a release is declared failed: whether what the watches show is what the cluster has. */
class ConfirmationTest {
    private static final ResourceIdentity DEPLOYMENT = identity("apps/v1", "Deployment");
    private static final ResourceIdentity JOB = identity("batch/v1", "Job");
    private static final ResourceIdentity POD = identity("v1", "Pod");
    private static final String JOB_YAML = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: polls}\n";
    private static final String POD_YAML = "apiVersion: v1\nkind: Pod\nmetadata: {name: polls}\n";

    private final WatchedApiServer server = new WatchedApiServer();
    private final KubernetesClient client = server.client();
    private final AppliedVersions versions = new AppliedVersions(client, Runnable::run);
    private final Confirmation confirmation = new Confirmation(versions, List.of(DEPLOYMENT, JOB));

    ConfirmationTest() throws IOException {}

    @AfterEach
    void leaveNothing() {
        client.close();
        server.close();
    }

    @Test
    void whatTheWatchesShowIsConfirmedByAnAnswerAndOnlyUntilTheNextVerdict() {
        HasMetadata shown = at("200", deployment(""));
        server.has(shown);

        assertThat(confirmation.isFresh()).isFalse();
        assertThat(asked(List.of(), () -> snapshot(shown))).isEmpty();
        assertThat(confirmation.isFresh()).isTrue();

        confirmation.expire();
        assertThat(confirmation.isFresh()).isFalse();
    }

    @Test
    void aWatchThatIsBehindIsWaitedForThreeTimesForEachVerdictAnew() {
        HasMetadata shown = at("100", deployment(""));
        server.has(at("200", deployment("")));

        assertThat(freshAfterEachOf(3, () -> snapshot(shown))).containsExactly(false, false, true);
        confirmation.expire();
        assertThat(freshAfterEachOf(3, () -> snapshot(shown))).containsExactly(false, false, true);
    }

    @Test
    void aClusterThatDoesNotAnswerConfirmsNothingAndBeginsTheWaitingAnew() {
        HasMetadata shown = at("100", deployment(""));
        server.has(at("200", deployment("")));
        assertThat(freshAfterEachOf(2, () -> snapshot(shown))).containsExactly(false, false);

        server.goesAway();
        assertThat(asked(List.of(), () -> snapshot(shown)))
                .get()
                .isInstanceOf(ReleaseException.Errored.class)
                .extracting(problem -> problem.reason().kind())
                .isEqualTo(CauseKind.UNAVAILABLE);
        assertThat(confirmation.isFresh()).isFalse();

        server.isBack();
        assertThat(freshAfterEachOf(2, () -> snapshot(shown))).containsExactly(false, false);
    }

    @Test
    void whatTheWatchesStillShowThoughItIsGoneIsBehindUnlessItIsKnownToBeGone() {
        HasMetadata job = object(JOB_YAML);

        assertThat(asked(List.of(), () -> snapshot(job))).isEmpty();
        assertThat(confirmation.isFresh()).isFalse();

        Snapshot departed = new Snapshot(List.of(job), Set.of(job.getMetadata().getUid()), Map.of());
        assertThat(asked(List.of(), () -> departed)).isEmpty();
        assertThat(confirmation.isFresh()).isTrue();
    }

    @Test
    void aPodThatTheVerdictGoesByIsLookedAtToo() {
        HasMetadata workload = deployment("");
        HasMetadata pod = at("100", object(POD_YAML));
        server.has(workload);
        server.has(at("200", object(POD_YAML)));

        asked(List.of(POD), () -> snapshot(workload, pod));
        assertThat(confirmation.isFresh()).isFalse();

        asked(List.of(POD), () -> snapshot(workload, at("200", object(POD_YAML))));
        assertThat(confirmation.isFresh()).isTrue();
    }

    @Test
    void aFaultOfOursIsAnAnswerTooSinceNobodyWouldAskAgain() {
        Optional<ReleaseException> problem = asked(List.of(), () -> {
            throw new IllegalStateException("odd");
        });

        assertThat(problem).get().extracting(each -> each.reason().kind()).isEqualTo(CauseKind.INTERNAL);
        assertThat(confirmation.isFresh()).isFalse();
        assertThat(asked(List.of(), Given::snapshot)).isEmpty();
    }

    private List<Boolean> freshAfterEachOf(int times, Supplier<Snapshot> held) {
        List<Boolean> fresh = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            assertThat(asked(List.of(), held)).isEmpty();
            fresh.add(confirmation.isFresh());
        }
        return fresh;
    }

    private Optional<ReleaseException> asked(List<ResourceIdentity> blamed, Supplier<Snapshot> held) {
        List<Optional<ReleaseException>> answers = new ArrayList<>();
        confirmation.ask(blamed, held, answers::add);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static HasMetadata at(String version, HasMetadata object) {
        object.getMetadata().setResourceVersion(version);
        return object;
    }
}
