package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Deployer.Deployment;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Helm with a token that ends while a hook is at work, as those of Amazon do after a quarter of an hour. */
class RenewedTokenIT {
    // Helm's client keeps a token for a minute, however short it lives.
    private static final String LONG_HOOK = "{hook: 'sleep 75'}";

    private final RealCluster cluster = RealCluster.open();

    @AfterEach
    void leaveNothing() {
        cluster.close();
    }

    @Test
    void anUpgradeOutlivesTheTokenThatItBeganWith() throws Exception {
        cluster.deployed("r-1", cluster.request("1.0.0", "{}"));
        List<Path> before = tokensLeft();
        try (RevocableTokens tokens = new RevocableTokens(cluster.client())) {
            CompletionStage<Deployment> running = begun(cluster.deployer(tokens));
            cluster.awaitPending(2);
            assertThat(tokensLeft()).hasSizeGreaterThan(before.size());

            tokens.renew();

            assertThat(running.toCompletableFuture().get(150, TimeUnit.SECONDS).revision())
                    .isEqualTo(2);
        }
        assertThat(cluster.helm("list")).contains("deployed", "tiny-1.1.0");
        assertThat(tokensLeft()).isEqualTo(before);
    }

    private CompletionStage<Deployment> begun(HelmDeployer deployer) {
        DeployRequest request = cluster.request("1.1.0", LONG_HOOK);
        StageControl control = patient();
        return deployer.deploy(request, deployer.compare(request, control).diff(), control);
    }

    private static List<Path> tokensLeft() throws IOException {
        try (Stream<Path> files = Files.list(HelmFixture.command().directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith("token-"))
                    .toList();
        }
    }

    private static StageControl patient() {
        return new StageControl(
                new ReleaseId("r-2"),
                new StageId("staging"),
                Instant.now().plusSeconds(160),
                false,
                Cancellation.NEVER,
                Progress.SILENT);
    }
}
