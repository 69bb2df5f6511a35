package io.kuberelease.adapters.kubernetes.prefetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.port.ImagePrefetch.Wanted;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real cluster, with an image in which there is nothing to run. */
class KubernetesPrefetchIT {
    private static final String HELPER = "busybox:1.35";
    private static final String REGISTRY = System.getenv().getOrDefault("KUBE_RELEASE_TEST_REGISTRY", "localhost:5000");

    private StagingCluster cluster;
    private KubernetesPrefetch prefetch;

    @BeforeEach
    void open() {
        cluster = new StagingCluster("prefetch");
        prefetch = new KubernetesPrefetch(cluster.clusters(), HELPER);
    }

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void anImageWithNothingToRunIsPulledInARestrictedNamespaceAndNothingIsLeftOrAlarms() throws Exception {
        restrict();
        Wanted wanted = wanted(emptyImage());

        assertThat(prefetch.begin(wanted)).isEmpty();
        assertThat(prefetch.begin(wanted)).isEmpty();

        Event pulled = eventually("Pulled", wanted.images().get(0).toString());
        assertThat(pulled.getType()).isEqualTo("Normal");
        client().batch()
                .v1()
                .jobs()
                .inNamespace(namespace())
                .informOnCondition(List::isEmpty)
                .get(60, TimeUnit.SECONDS);
        client().pods()
                .inNamespace(namespace())
                .informOnCondition(List::isEmpty)
                .get(60, TimeUnit.SECONDS);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whereNoRoomIsLeftThatIsSaidAndNothingIsMade() throws Exception {
        quota(0);

        assertThat(prefetch.begin(wanted(emptyImage()))).get().asString().contains("exceeded quota");

        assertThat(client().batch().v1().jobs().inNamespace(namespace()).list().getItems())
                .isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whereRoomIsCountedItMakesWayForTheRollout() throws Exception {
        quota(9);
        Wanted wanted = wanted(emptyImage());
        prefetch.begin(wanted);

        prefetch.makeWay(wanted);

        client().pods()
                .inNamespace(namespace())
                .informOnCondition(List::isEmpty)
                .get(60, TimeUnit.SECONDS);
    }

    /** An image that nobody has had, with one layer in which no file is. */
    private static ImageReference emptyImage() {
        byte[] tar = new byte[1024];
        String config = "{\"architecture\": \"amd64\", \"os\": \"linux\", \"author\": \"" + UUID.randomUUID()
                + "\", \"config\": {}, \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"" + Digest.of(tar) + "\"]}}";
        return new OciRegistry(
                        repository -> Optional.empty(),
                        new PlainHttp(Set.of()),
                        Duration.ofSeconds(20),
                        InstantSource.system())
                .push(
                        new ImageRepository(REGISTRY + "/prefetch"),
                        new Artifact(
                                "application/vnd.example.image",
                                new Layer("application/vnd.oci.image.config.v1+json", config.getBytes(UTF_8), Map.of()),
                                List.of(new Layer("application/vnd.oci.image.layer.v1.tar", tar, Map.of())),
                                Map.of()),
                        "t" + UUID.randomUUID());
    }

    private void restrict() {
        client().namespaces().withName(namespace()).edit(found -> new NamespaceBuilder(found)
                .editMetadata()
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build());
    }

    private Event eventually(String reason, String image) throws Exception {
        return client()
                .v1()
                .events()
                .inNamespace(namespace())
                .informOnCondition(found -> found.stream().anyMatch(event -> is(event, reason, image)))
                .get(90, TimeUnit.SECONDS)
                .stream()
                .filter(event -> is(event, reason, image))
                .findFirst()
                .orElseThrow();
    }

    private static boolean is(Event event, String reason, String image) {
        return reason.equals(event.getReason()) && event.getMessage().contains(image);
    }

    private List<String> warnings() {
        return client().v1().events().inNamespace(namespace()).list().getItems().stream()
                .filter(event -> "Warning".equals(event.getType()))
                .map(event -> event.getReason() + ": " + event.getMessage())
                .toList();
    }

    /** Returns once the cluster counts. */
    private void quota(int pods) {
        cluster.apply("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: room}\nspec: {hard: {pods: \"" + pods
                + "\"}}\n");
        client().resourceQuotas()
                .inNamespace(namespace())
                .withName("room")
                .waitUntilCondition(
                        found -> found != null && !found.getStatus().getHard().isEmpty(), 20, TimeUnit.SECONDS);
    }

    private Wanted wanted(ImageReference image) {
        return new Wanted(new AppName("polls"), new ReleaseId("r1"), "staging", cluster.target(), List.of(image));
    }

    private KubernetesClient client() {
        return cluster.client();
    }

    private String namespace() {
        return cluster.target().namespace().value();
    }
}
