package io.kuberelease.adapters.kubernetes;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** A namespace of its own in the real cluster that KUBE_RELEASE_TEST_KUBECONFIG names; gone when closed. */
public final class StagingCluster implements AutoCloseable {
    private static final String SETTING = "KUBE_RELEASE_TEST_KUBECONFIG";
    private final KubeconfigClusters clusters;
    private final Target target;

    public StagingCluster(String purpose) {
        String file = System.getProperty(SETTING, System.getenv().getOrDefault(SETTING, ""));
        Assumptions.assumeFalse(file.isEmpty(), SETTING + " names no cluster to test on");
        clusters = new KubeconfigClusters(List.of(Path.of(file)));
        Namespace namespace =
                new Namespace(purpose + "-" + UUID.randomUUID().toString().substring(0, 6));
        target = new Target(clusters.contexts().get(0), Optional.empty(), namespace);
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace.value())
                        .endMetadata()
                        .build())
                .create();
        client().serviceAccounts()
                .inNamespace(namespace.value())
                .withName("default")
                .waitUntilCondition(account -> account != null, 20, java.util.concurrent.TimeUnit.SECONDS);
    }

    public Clusters clusters() {
        return clusters;
    }

    public KubernetesClient client() {
        return clusters.client(target);
    }

    public Target target() {
        return target;
    }

    public EnvironmentSpec environment(String app) {
        return environment(app, "staging");
    }

    public EnvironmentSpec environment(String app, String name) {
        return new EnvironmentSpec(
                new EnvironmentName(name), new AppName(app), target, List.of(), false, Duration.ofMinutes(1));
    }

    public StageControl control(String release, Duration within, Progress progress) {
        return new StageControl(
                new ReleaseId(release),
                new StageId("staging.deploy"),
                Instant.now().plus(within),
                false,
                Cancellation.NEVER,
                progress);
    }

    public ResourceIdentity resource(String apiVersion, String kind, String name) {
        return new ResourceIdentity(apiVersion, kind, target.namespace(), name);
    }

    /** Creates or replaces what the YAML describes. */
    public void apply(String yaml) {
        client().load(new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .inNamespace(target.namespace().value())
                .forceConflicts()
                .serverSideApply();
    }

    @Override
    public void close() {
        client().namespaces()
                .withName(target.namespace().value())
                .withGracePeriod(0)
                .delete();
        clusters.close();
    }
}
