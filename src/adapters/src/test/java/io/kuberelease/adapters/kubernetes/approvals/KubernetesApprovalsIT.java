package io.kuberelease.adapters.kubernetes.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Approval;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.EnvironmentSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who has decided, as a real API server vouches for it. */
class KubernetesApprovalsIT {
    private static final String ROLE = "kube-release-approvals-" + UUID.randomUUID();
    private static final KubeconfigClusters CLUSTERS =
            new KubeconfigClusters(List.of(Path.of(System.getenv("KUBE_RELEASE_TEST_KUBECONFIG"))));
    private static final Target TARGET = new Target("staging", Optional.empty(), new Namespace("default"));
    private static final KubernetesClient ADMIN = CLUSTERS.client(TARGET);

    private final AwaitedApproval asked = new AwaitedApproval(
            new ReleaseId("r-" + UUID.randomUUID()),
            new StageId("staging.approval"),
            new EnvironmentSpec(
                    new EnvironmentName("staging"), new AppName("polls"), TARGET, List.of(), false, Duration.ZERO),
            new ApprovalRule(List.of("release-managers"), Duration.ofHours(1)));

    @BeforeAll
    static void letReleaseManagersLeaveProofs() {
        ADMIN.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(ROLE)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("certificates.k8s.io")
                        .withResources("certificatesigningrequests")
                        .withVerbs("create", "get")
                        .endRule()
                        .build())
                .create();
        ADMIN.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(ROLE)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", ROLE)
                        .addNewSubject("rbac.authorization.k8s.io", "Group", "release-managers", null)
                        .addNewSubject("rbac.authorization.k8s.io", "User", "mallory", null)
                        .build())
                .create();
    }

    @AfterAll
    static void removeThem() {
        ADMIN.rbac().clusterRoleBindings().withName(ROLE).delete();
        ADMIN.rbac().clusterRoles().withName(ROLE).delete();
        CLUSTERS.close();
    }

    @Test
    void whatOneOfThemHasDecidedCountsForWhoeverCarriesTheReleaseOn() {
        Approval approval = approval("ada");

        as("ada", "release-managers").prove(asked, approval);

        assertThat(carrier().doubt(asked, approval)).isEmpty();
    }

    @Test
    void anEntryThatNobodyProvesDoesNotCount() {
        assertThat(carrier().doubt(asked, approval("ada")))
                .hasValueSatisfying(why -> assertThat(why).contains("entry by ada", "nothing in cluster staging"));
    }

    @Test
    void anEntryUnderAnothersNameDoesNotCountAndSaysWhoWroteIt() {
        Approval approval = approval("ada");

        as("mallory").prove(asked, approval);

        assertThat(carrier().doubt(asked, approval))
                .hasValueSatisfying(why -> assertThat(why).contains("it was mallory who wrote it"));
    }

    @Test
    void whoIsNoneOfThemDoesNotCountUnderTheirOwnName() {
        Approval approval = approval("mallory");

        as("mallory").prove(asked, approval);

        assertThat(carrier().doubt(asked, approval))
                .hasValueSatisfying(why -> assertThat(why).contains("for release-managers", "mallory is none"));
    }

    @Test
    void whoMayNotLeaveAProofIsTold() {
        assertThatThrownBy(() -> as("bob").prove(asked, approval("bob")))
                .isInstanceOfSatisfying(
                        ReleaseException.Failed.class,
                        refused -> assertThat(refused.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED));
    }

    @Test
    void whoMayNotLookSaysSo() {
        assertThat(as("bob").doubt(asked, approval("ada")))
                .hasValueSatisfying(why -> assertThat(why).contains("does not let this release get"));
    }

    private Approval approval(String by) {
        return new Approval(
                true,
                by,
                Instant.now(),
                Optional.empty(),
                ImageReference.parse("registry.example/acme/polls@sha256:" + "1".repeat(64)),
                new EnvironmentName("staging"),
                3,
                Digest.of("diff"));
    }

    private static KubernetesApprovals carrier() {
        return new KubernetesApprovals(CLUSTERS, VerifiedDecisions.none());
    }

    /** Approvals as somebody else has them, whom the administrator acts as. */
    private static KubernetesApprovals as(String user, String... groups) {
        Clusters theirs = new ClientClusters(new ClusterSource() {
            @Override
            public String kind() {
                return "context";
            }

            @Override
            public Config config(String cluster) {
                return new ConfigBuilder(ADMIN.getConfiguration())
                        .withImpersonateUsername(user)
                        .withImpersonateGroups(groups)
                        .build();
            }

            @Override
            public String kubeconfig(String cluster) {
                throw new UnsupportedOperationException();
            }
        });
        return new KubernetesApprovals(theirs, VerifiedDecisions.none());
    }
}
