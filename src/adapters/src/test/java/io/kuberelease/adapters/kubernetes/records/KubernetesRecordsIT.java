package io.kuberelease.adapters.kubernetes.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.testkit.contract.ReleaseRecordsContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records in a real cluster. */
class KubernetesRecordsIT implements ReleaseRecordsContract {
    private static StagingCluster cluster;
    private final String app = "polls-" + UUID.randomUUID().toString().substring(0, 6);

    @BeforeAll
    static void open() {
        cluster = new StagingCluster("records");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    public ReleaseRecords records() {
        return new KubernetesRecords(cluster.clusters());
    }

    @Override
    public EnvironmentSpec recorded(String environment) {
        return cluster.environment(app, environment);
    }

    @Test
    void aReleaseHasOneRecordInAnEnvironmentTheLastOne() {
        KubernetesRecords records = new KubernetesRecords(cluster.clusters());
        EnvironmentSpec environment = cluster.environment("again");

        records.write(environment, entry("again", "r1", Result.FAILED));
        records.write(environment, entry("again", "r1", Result.DEPLOYED));

        assertThat(records.history(environment)).containsExactly(entry("again", "r1", Result.DEPLOYED));
    }

    @Test
    void noRecordOfWritersAtTheSameTimeIsLost() {
        EnvironmentSpec environment = cluster.environment("many");
        CompletableFuture<?>[] writers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.runAsync(() -> new KubernetesRecords(cluster.clusters())
                        .write(environment, entry("many", "r" + i, Result.DEPLOYED))))
                .toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(writers).join();

        assertThat(new KubernetesRecords(cluster.clusters()).history(environment))
                .hasSize(12);
    }

    @Test
    void onlyTheNewestHundredAreKept() {
        KubernetesRecords records = new KubernetesRecords(cluster.clusters());
        EnvironmentSpec environment = cluster.environment("kept");

        IntStream.range(0, 103).forEach(i -> records.write(environment, entry("kept", "r" + i, Result.DEPLOYED)));

        List<EnvironmentRecord> history = records.history(environment);
        assertThat(history).hasSize(100);
        assertThat(history.get(0).release()).isEqualTo(new ReleaseId("r102"));
    }

    @Test
    void aNamespaceThatDoesNotExistHasNoHistory() {
        EnvironmentSpec missing = new EnvironmentSpec(
                new EnvironmentName("staging"),
                new AppName("polls"),
                new Target(cluster.target().cluster(), Optional.empty(), new Namespace("not-there")),
                List.of(),
                false,
                Duration.ofMinutes(1));

        assertThat(new KubernetesRecords(cluster.clusters()).history(missing)).isEmpty();
    }

    private static EnvironmentRecord entry(String app, String release, Result result) {
        ImageReference image = ImageReference.parse("registry:5000/polls@sha256:" + "a".repeat(64));
        return new EnvironmentRecord(
                new ReleaseId(release),
                new AppName(app),
                new EnvironmentName("staging"),
                new Version("1.4.0"),
                "3f2c1ab",
                PerImage.single(image),
                image,
                3,
                Instant.parse("2026-01-01T00:00:00Z"),
                "ada",
                result);
    }
}
