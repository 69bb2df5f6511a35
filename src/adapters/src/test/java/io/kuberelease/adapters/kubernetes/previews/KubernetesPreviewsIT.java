package io.kuberelease.adapters.kubernetes.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.adapters.kubernetes.lock.KubernetesLock;
import io.kuberelease.model.AppName;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Previews as namespaces of a real cluster. */
class KubernetesPreviewsIT {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final AppName app =
            new AppName("preview-" + UUID.randomUUID().toString().substring(0, 6));
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private StagingCluster cluster;
    private KubernetesPreviews previews;

    @BeforeEach
    void open() {
        cluster = new StagingCluster("preview-stranger");
        previews = new KubernetesPreviews(
                cluster.clusters(),
                new KubernetesLock(cluster.clusters(), timers, workers, InstantSource.system()),
                InstantSource.system());
    }

    @AfterEach
    void close() {
        if (cluster != null) {
            previews.live(cluster.target(), app).forEach(left -> cluster.client()
                    .namespaces()
                    .withName(left.namespace().value())
                    .delete());
            cluster.close();
        }
        workers.shutdownNow();
        timers.shutdownNow();
    }

    @Test
    void previewsThatComeAtOnceDoNotSlipPastTheLimitAndTheRefusalNamesThoseThatThereAre() {
        List<CompletableFuture<Optional<ReleaseException>>> asked = Stream.of("a", "b", "c", "d")
                .map(branch -> CompletableFuture.supplyAsync(() -> refusal(branch, 2), workers))
                .toList();
        List<ReleaseException> refused = asked.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();

        List<LivePreview> live = previews.live(cluster.target(), app).stream()
                .filter(preview -> preview.state() == LivePreview.State.LIVE)
                .toList();
        assertThat(live).hasSize(2);
        assertThat(refused).hasSize(2);
        assertThat(refused.get(0).reason().summary()).contains("preview.limit is 2", "by ann");

        assertThat(refusal("e", 2).orElseThrow().reason().suggestion()).hasValueSatisfying(advice -> assertThat(advice)
                .contains("kube-release preview delete " + live.get(0).branch(), "preview.limit"));
        assertThat(refusal(live.get(0).branch(), 2)).isEmpty();
    }

    @Test
    void aNamespaceThatIsNoPreviewOfTheBranchIsNeitherTakenOverNorDeleted() {
        String stranger = cluster.target().namespace().value();
        String uid = cluster.client()
                .namespaces()
                .withName(stranger)
                .get()
                .getMetadata()
                .getUid();

        assertThatThrownBy(() -> previews.claim(environment(stranger), claim("x", 5), "ann", control(20)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("is no preview of");
        // Somebody has added the labels alone.
        cluster.client().namespaces().withName(stranger).edit(found -> {
            found.getMetadata().getLabels().put("kube-release.io/app", app.value());
            found.getMetadata().getLabels().put("kube-release.io/preview", "x");
            return found;
        });

        assertThat(previews.live(cluster.target(), app)).isEmpty();
        assertThatThrownBy(() -> previews.remove(environment(stranger), uid, false, "ann", control(20)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("did not delete namespace " + stranger);
        assertThat(cluster.client()
                        .namespaces()
                        .withName(stranger)
                        .get()
                        .getMetadata()
                        .getDeletionTimestamp())
                .isNull();
    }

    @Test
    void aPreviewIsDeletedOnceByTwoReapersAndWhatKeepsItIsNamed() {
        assertThat(refusal("old", 5, Duration.ofMillis(1))).isEmpty();
        LivePreview old = previews.live(cluster.target(), app).get(0);
        EnvironmentSpec environment = environment(old.namespace().value());
        previews.extend(cluster.target(), app, old, Instant.now().plus(LIFETIME));
        assertThat(previews.remove(environment, old.uid(), true, "ann", control(60)))
                .isFalse();
        previews.extend(cluster.target(), app, old, Instant.now().minusSeconds(1));
        ConfigMap held = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("held")
                .withNamespace(old.namespace().value())
                .withFinalizers("example.com/never")
                .endMetadata()
                .build();
        assertThat(cluster.client()
                        .configMaps()
                        .inNamespace(old.namespace().value())
                        .resource(held)
                        .create()
                        .getFinalizers())
                .hasSize(1);

        assertThatThrownBy(() -> previews.remove(environment, old.uid(), true, "ann", control(8)))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("example.com/never");
        assertThat(previews.live(cluster.target(), app))
                .singleElement()
                .satisfies(preview -> assertThat(preview.state()).isEqualTo(LivePreview.State.ENDING));
        cluster.client()
                .configMaps()
                .inNamespace(old.namespace().value())
                .withName("held")
                .edit(there -> {
                    there.getMetadata().setFinalizers(List.of());
                    return there;
                });

        List<CompletableFuture<Boolean>> reapers = Stream.of(1, 2)
                .map(reaper -> CompletableFuture.supplyAsync(
                        () -> previews.remove(environment, old.uid(), true, "ann", control(60)), workers))
                .toList();
        assertThat(reapers.stream().map(CompletableFuture::join)).containsExactly(true, true);
        assertThat(previews.live(cluster.target(), app)).isEmpty();
        assertThat(previews.remove(environment, old.uid(), false, "ann", control(20)))
                .isTrue();
    }

    private Optional<ReleaseException> refusal(String branch, int limit) {
        return refusal(branch, limit, LIFETIME);
    }

    private Optional<ReleaseException> refusal(String branch, int limit, Duration lifetime) {
        try {
            PreviewClaim claim = new PreviewClaim(branch, branch, URI.create("http://x.example.com/"), lifetime, limit);
            previews.claim(environment(app + "-" + branch), claim, "ann", control(60));
            return Optional.empty();
        } catch (ReleaseException refused) {
            return Optional.of(refused);
        }
    }

    private static PreviewClaim claim(String branch, int limit) {
        return new PreviewClaim(branch, branch, URI.create("http://x.example.com/"), LIFETIME, limit);
    }

    private EnvironmentSpec environment(String namespace) {
        return new EnvironmentSpec(
                PreviewRules.NAME,
                app,
                new Target(cluster.target().cluster(), Optional.empty(), new Namespace(namespace)),
                List.of(),
                false,
                Duration.ofMinutes(1));
    }

    private StageControl control(int seconds) {
        return cluster.control("r1", Duration.ofSeconds(seconds), Progress.SILENT);
    }
}
