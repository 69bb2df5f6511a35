package io.kuberelease.adapters.kubernetes.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.kuberelease.adapters.kubernetes.SmallCluster;
import io.kuberelease.adapters.kubernetes.lock.KubernetesLock;
import io.kuberelease.model.AppName;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.LivePreview.State;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.HeardProgress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreviewsTest {
    private static final AppName APP = new AppName("polls");
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final SmallCluster cluster = new SmallCluster();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private volatile Instant now = Instant.parse("2026-11-30T09:00:00Z");
    private final KubernetesLock locks = new KubernetesLock(cluster, timers, workers, () -> now);
    private final KubernetesPreviews previews = new KubernetesPreviews(cluster, locks, () -> now);

    @AfterEach
    void stop() {
        workers.shutdownNow();
        timers.shutdownNow();
        cluster.close();
    }

    @Test
    void aNamespaceThatWasMadeAnewByAnotherIsNotTheOneThatWasClaimed() {
        String uid = claim("search", 5).uid();
        previews.require(environment("polls-search"), uid);

        cluster.client().namespaces().withName("polls-search").delete();
        assertThatThrownBy(() -> previews.require(environment("polls-search"), uid))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("nothing more was written to namespace polls-search")
                .hasMessageContaining("somebody has deleted it");
        cluster.client().resource(namespace("polls-search")).create();

        assertThatThrownBy(() -> previews.require(environment("polls-search"), uid))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("made another of its name");
    }

    @Test
    void aClaimOfAReleaseThatDiedTakesNobodysPlaceAndIsReaped() {
        cluster.client()
                .resource(PreviewNamespace.fresh("polls-dead", APP, claimOf("dead", 1), "ann", now))
                .create();
        now = now.plus(Duration.ofMinutes(11));

        claim("search", 1);

        LivePreview dead =
                previews.live(environment("polls-dead").target(), APP).get(0);
        assertThat(dead.state()).isEqualTo(State.CLAIMED);
        assertThat(dead.overdue(now)).isTrue();
        assertThat(previews.remove(environment("polls-dead"), dead.uid(), true, "ann", control("r2", 20)))
                .isTrue();
        assertThat(previews.live(environment("polls-dead").target(), APP))
                .extracting(LivePreview::branch)
                .containsExactly("search");
    }

    @Test
    void aDeadReleaseThatIsResumedCountsThoseThatCameMeanwhile() {
        cluster.client()
                .resource(PreviewNamespace.fresh("polls-dead", APP, claimOf("dead", 1), "ann", now))
                .create();
        now = now.plus(Duration.ofMinutes(11));
        claim("search", 1);

        assertThatThrownBy(() -> claim("dead", 1)).hasMessageContaining("preview.limit is 1");
    }

    @Test
    void aBranchWhosePreviewHasAnotherNameGetsNoSecondOne() {
        claim("search", 5);

        assertThatThrownBy(() -> previews.claim(
                        environment("polls-preview-search"), claimOf("search", 5), "ann", control("r2", 20)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("has a preview already, in namespace polls-search");
        assertThat(cluster.client()
                        .namespaces()
                        .withName("polls-preview-search")
                        .get())
                .isNull();
    }

    @Test
    void aDeletionWaitsForAReleaseThatIsUnderWayThereAndNamesIt() throws Exception {
        String uid = claim("search", 5).uid();
        EnvironmentSpec there = environment("polls-search");
        locks.acquire(there, "bob", control("r-bob", 20)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();

        CompletableFuture<Boolean> deleted = CompletableFuture.supplyAsync(
                () -> previews.remove(there, uid, false, "ann", control("r-ann", 20, notes)), workers);

        assertThat(notes.poll(10, TimeUnit.SECONDS))
                .startsWith("waits for the lock of polls in preview")
                .contains("bob");
        assertThat(cluster.client().namespaces().withName("polls-search").get()).isNotNull();
        locks.release(there, new ReleaseId("r-bob"));
        assertThat(deleted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cluster.client().namespaces().withName("polls-search").get()).isNull();
    }

    @Test
    void aDeletionThatHasToWaitForTooLongSaysForWhom() throws Exception {
        String uid = claim("search", 5).uid();
        EnvironmentSpec there = environment("polls-search");
        locks.acquire(there, "bob", control("r-bob", 20)).toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThatThrownBy(() -> previews.remove(there, uid, false, "ann", control("r-ann", 1)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("bob");
        assertThat(cluster.client().namespaces().withName("polls-search").get()).isNotNull();
    }

    @Test
    void whatComesInThePlaceOfAPreviewWhileItsEndWaitsIsLeftAlone() throws Exception {
        String uid = claim("search", 5).uid();
        cluster.client().namespaces().withName("polls-search").delete();
        cluster.client().resource(namespace("polls-search")).create();
        List<String> before = cluster.changes();

        assertThat(previews.remove(environment("polls-search"), uid, false, "ann", control("r2", 20)))
                .isTrue();
        assertThat(cluster.changes()).isEqualTo(before);
    }

    private io.kuberelease.port.Previews.Claimed claim(String branch, int limit) {
        return previews.claim(environment("polls-" + branch), claimOf(branch, limit), "ann", control("r1", 20));
    }

    private static PreviewClaim claimOf(String branch, int limit) {
        return new PreviewClaim(branch, branch, URI.create("http://" + branch + ".example.com/"), LIFETIME, limit);
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static EnvironmentSpec environment(String namespace) {
        return new EnvironmentSpec(
                PreviewRules.NAME,
                APP,
                new Target("small", Optional.empty(), new io.kuberelease.model.Namespace(namespace)),
                List.of(),
                false,
                Duration.ofMinutes(1));
    }

    private StageControl control(String release, int seconds) {
        return control(release, seconds, new LinkedBlockingQueue<>());
    }

    private StageControl control(String release, int seconds, LinkedBlockingQueue<String> notes) {
        return new StageControl(
                new ReleaseId(release),
                new StageId("preview.claim"),
                now.plusSeconds(seconds),
                false,
                Cancellation.NEVER,
                noting(notes));
    }

    private static Progress noting(LinkedBlockingQueue<String> notes) {
        return HeardProgress.ofNotes(notes);
    }
}
