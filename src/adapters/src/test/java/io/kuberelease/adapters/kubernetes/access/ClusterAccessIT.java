package io.kuberelease.adapters.kubernetes.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster, asked by an administrator and by somebody who may only look. */
class ClusterAccessIT {
    private static StagingCluster cluster;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        cluster = new StagingCluster("access");
        cluster.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: looker}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: looker}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                subjects: [{kind: ServiceAccount, name: looker, namespace: %s}]
                """.formatted(cluster.target().namespace()));
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void anAdministratorLacksNothing() {
        ClusterAccess access = new ClusterAccess(cluster.clusters());

        assertThat(access.user(cluster.target())).isNotBlank();
        assertThat(access.lacking(cluster.target(), Right.TO_DEPLOY)).isEmpty();
        assertThat(access.lacking(cluster.target(), Right.TO_TEST)).isEmpty();
    }

    @Test
    void whoMayOnlyLookIsToldByNameWhatTheyMayNotDo() throws Exception {
        try (KubeconfigClusters theirs = new KubeconfigClusters(List.of(kubeconfigOf("looker")))) {
            ClusterAccess access = new ClusterAccess(theirs);

            assertThat(access.user(cluster.target())).endsWith(":looker");
            assertThat(access.lacking(cluster.target(), Right.TO_DEPLOY))
                    .extracting(Right::words)
                    .contains("create secrets", "update leases.coordination.k8s.io", "patch deployments.apps")
                    .doesNotContain("watch pods", "get pods/log");
        }
    }

    @Test
    void aNamespaceThatIsNotThereIsToldApartFromOneThatIs() {
        ClusterAccess access = new ClusterAccess(cluster.clusters());
        Target elsewhere = new Target(cluster.target().cluster(), Optional.empty(), new Namespace("nobody-made-this"));

        assertThat(access.namespaceMissing(cluster.target())).isFalse();
        assertThat(access.namespaceMissing(elsewhere)).isTrue();
    }

    @Test
    void aClusterThatIsNotThePinnedOneIsRefused() {
        Target pinned = new Target(
                cluster.target().cluster(),
                Optional.of("another"),
                cluster.target().namespace());

        assertThatThrownBy(() -> new ClusterAccess(cluster.clusters()).user(pinned))
                .isInstanceOfSatisfying(
                        ReleaseException.class,
                        refused -> assertThat(refused.reason().kind()).isEqualTo(CauseKind.WRONG_CLUSTER));
    }

    private Path kubeconfigOf(String account) throws Exception {
        String token = cluster.client()
                .serviceAccounts()
                .inNamespace(cluster.target().namespace().value())
                .withName(account)
                .tokenRequest()
                .getStatus()
                .getToken();
        Config config = Serialization.unmarshal(cluster.clusters().kubeconfig(cluster.target()), Config.class);
        config.getUsers()
                .forEach(user ->
                        user.setUser(new AuthInfoBuilder().withToken(token).build()));
        return Files.writeString(directory.resolve("kubeconfig"), Serialization.asYaml(config));
    }
}
