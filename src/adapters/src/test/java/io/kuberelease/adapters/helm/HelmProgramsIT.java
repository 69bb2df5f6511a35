package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.kuberelease.adapters.helm.RealCluster.Attempt;
import io.kuberelease.port.Deployer.DeployRequest;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Helm's own commands, 3 and 4, and we go on with what the other has released. */
class HelmProgramsIT {
    private final RealCluster cluster = RealCluster.open();

    @AfterEach
    void leaveNothing() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void readListAndRollBackWhatWeHaveReleased(HelmProgram helm) {
        DeployRequest first = cluster.request("1.0.0", "{message: one, secret: swordfish}");
        cluster.deployed("r-1", first);
        cluster.deployed("r-2", cluster.request("1.2.0", "{message: two, secret: cuttlefish}"));

        assertThat(cluster.helm(helm, "list")).contains("tiny", "deployed", "tiny-1.2.0");
        assertThat(cluster.helm(helm, "history", "tiny")).contains("superseded", "deployed", "kube-release r-2");
        assertThat(cluster.helm(helm, "status", "tiny")).contains("STATUS: deployed", "REVISION: 2");
        assertThat(cluster.helm(helm, "get", "manifest", "tiny")).contains("message: \"two\"");
        assertThat(cluster.helm(helm, "get", "values", "tiny", "--revision", "1"))
                .contains("message: one");

        cluster.helm(helm, "rollback", "tiny", "1");

        assertThat(message()).isEqualTo("one");
        assertThat(cluster.compare(first).unchanged()).isTrue();
        Attempt again = cluster.deploy("r-3", cluster.request("1.3.0", "{message: three}"));
        assertThat(again.failure()).isEmpty();
        assertThat(again.revision()).isEqualTo(4);
        assertThat(message()).isEqualTo("three");
        assertThat(cluster.helm(helm, "uninstall", "tiny")).contains("uninstalled");
    }

    @ParameterizedTest
    @EnumSource
    void goOnWithWhatWeHaveUpgradedTheWayItWasInstalled(HelmProgram helm) throws IOException {
        cluster.installedBy(helm, cluster.request("1.0.0", "{message: three}"));

        Attempt upgraded = cluster.deploy("r-1", cluster.request("1.1.0", "{message: four}"));
        ConfigMap changed = configMap();
        cluster.helm(helm, "rollback", "tiny", "1");

        assertThat(upgraded.failure()).isEmpty();
        assertThat(upgraded.revision()).isEqualTo(2);
        assertThat(changed.getData()).containsEntry("message", "four");
        assertThat(changed.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager, ManagedFieldsEntry::getOperation)
                .containsExactly(tuple("helm", helm.appliesBy()));
        assertThat(message()).isEqualTo("three");
    }

    private String message() {
        return configMap().getData().get("message");
    }

    private ConfigMap configMap() {
        return cluster.client().configMaps().withName("tiny").require();
    }
}
