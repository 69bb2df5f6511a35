package io.kuberelease.adapters.kubernetes.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kuberelease.adapters.kubernetes.SmallCluster;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewInventory;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreviewContentsTest {
    private static final String NAMESPACE = "polls-search";
    private static final PreviewInventory ALL = new PreviewInventory(true, List.of("mail"), true);

    private final SmallCluster cluster = new SmallCluster();
    private final DatastoreCatalogue catalogue = new DatastoreCatalogue();
    private final List<DatastoreSpec> stores = List.of(store("postgres", "15"), store("redis", "7"));
    private final EnvironmentSpec environment = new EnvironmentSpec(
            PreviewRules.NAME,
            new AppName("polls"),
            new Target("small", Optional.empty(), new Namespace(NAMESPACE)),
            List.of(),
            false,
            Duration.ofMinutes(1));
    private final StageControl control = new StageControl(
            new ReleaseId("r1"),
            new StageId("preview.datastores"),
            Instant.now().plusSeconds(20),
            false,
            Cancellation.NEVER,
            Progress.SILENT);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void datastoresThatHaveLostTheirPodAreSaidToBeEmptyBeforeAnythingIsWritten() {
        started();
        assertThat(told()).isEmpty();
        Pod lost = pod();
        cluster.client().resource(lost).delete();
        assertThat(told()).hasValueSatisfying(what -> assertThat(what).contains("polls-datastores-0 is gone"));
        List<String> before = cluster.changes();

        assertThatThrownBy(this::keep)
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("have lost what was in them")
                .hasMessageContaining("polls-datastores-0 is gone");
        cluster.client().resource(pod()).create();
        assertThat(told()).hasValueSatisfying(what -> assertThat(what).contains("polls-datastores-0 was made anew"));
        assertThatThrownBy(this::keep).isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
            assertThat(failed.reason().summary()).contains("polls-datastores-0 was made anew");
            assertThat(failed.reason().suggestion().orElse("")).contains("kube-release preview delete");
        });
        assertThat(cluster.changes()).hasSize(before.size() + 1);
    }

    @Test
    void datastoresWhosePodIsStillThereAreLeftAsTheyAre() {
        started();

        assertThatCode(this::keep).doesNotThrowAnyException();
        assertThatCode(() -> of(new Random(3)).kept(environment, stores)).doesNotThrowAnyException();
        assertThatCode(this::keep).doesNotThrowAnyException();
        assertThat(cluster.client()
                        .apps()
                        .statefulSets()
                        .inNamespace(NAMESPACE)
                        .withName("polls-datastores")
                        .get()
                        .getMetadata()
                        .getGeneration())
                .isEqualTo(1);
    }

    @Test
    void aChangeThatWouldEmptyThemIsRefusedOnceTheyHoldSomething() {
        assertThatCode(this::keep).doesNotThrowAnyException();
        List<DatastoreSpec> newer = List.of(store("postgres", "16"), store("redis", "7"));
        assertThatCode(() -> of(new Random(1)).keep(environment, newer, control))
                .doesNotThrowAnyException();
        cluster.client().resource(pod()).create();
        of(new Random(1)).kept(environment, newer);

        assertThatThrownBy(this::keep)
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("would lose what is in them");
    }

    @Test
    void whatTheReleaseFileHasNoMoreGoesAndWhatIsNotOursStays() {
        started();
        KubernetesPreviewContents contents = of(new Random(1));
        contents.limit(environment, Map.of("limits.cpu", "2"));
        cluster.client().resource(secret("polls", "mail", Map.of())).create();
        cluster.client().resource(secret("polls", "card", Map.of())).create();
        contents.copy(
                environment, new PreviewRules.CopiedSecrets(new Namespace("polls"), List.of("mail", "card")), control);
        cluster.client()
                .resource(secret(NAMESPACE, "own", Map.of("kube-release.io/app", "polls")))
                .create();

        contents.keepOnly(environment, ALL, control);
        assertThat(names())
                .contains("ResourceQuota kube-release", "LimitRange kube-release", "Secret mail", "Secret own");
        assertThat(names())
                .contains("StatefulSet polls-datastores", "Service postgres")
                .doesNotContain("Secret card");

        contents.keepOnly(environment, new PreviewInventory(false, List.of(), false), control);
        assertThat(names()).containsExactly("Secret own");
        assertThat(cluster.client().secrets().inNamespace("polls").list().getItems())
                .hasSize(2);
    }

    private List<String> names() {
        return List.<List<? extends HasMetadata>>of(
                        cluster.client().secrets().inNamespace(NAMESPACE).list().getItems(),
                        cluster.client()
                                .resourceQuotas()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems(),
                        cluster.client()
                                .limitRanges()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems(),
                        cluster.client()
                                .services()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems(),
                        cluster.client()
                                .apps()
                                .statefulSets()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems())
                .stream()
                .flatMap(List::stream)
                .map(found -> found.getKind() + " " + found.getMetadata().getName())
                .toList();
    }

    /** They were started by an earlier release, and became ready. */
    /** What whoever lists the previews is told that is lost. */
    private Optional<String> told() {
        return DatastoreData.lost(
                cluster.client()
                        .apps()
                        .statefulSets()
                        .inNamespace(NAMESPACE)
                        .list()
                        .getItems(),
                cluster.client().pods().inNamespace(NAMESPACE).list().getItems());
    }

    private void started() {
        keep();
        cluster.client().resource(pod()).create();
        of(new Random(1)).kept(environment, stores);
    }

    private void keep() {
        var unused = of(new Random(2)).keep(environment, stores, control);
    }

    private KubernetesPreviewContents of(Random random) {
        return new KubernetesPreviewContents(cluster, random);
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("polls-datastores-0")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .build();
    }

    private static HasMetadata secret(String namespace, String name, Map<String, String> labels) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withData(Map.of("KEY", "dmFsdWU="))
                .build();
    }

    private DatastoreSpec store(String name, String version) {
        return catalogue.of(name, version).orElseThrow();
    }
}
