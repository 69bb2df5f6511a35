package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.Version;
import io.kuberelease.port.Deployer.DeployRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TriedAheadTest {
    private static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");
    private static final HelmRecords.History FIRST = history(1);
    private static final DeployRequest REQUEST = HelmFixture.request(bundle(), "staging", "polls");

    private final TriedAhead tried = new TriedAhead();

    @Test
    void aTrialOfThisVeryRenderingOnThisVeryHistoryCountsOnce() {
        tried.add(REQUEST, trial());

        assertThat(tried.take(REQUEST, history(1), rendering("a: 1"), NOW.plusSeconds(5)))
                .isPresent();
        assertThat(tried.take(REQUEST, history(1), rendering("a: 1"), NOW.plusSeconds(5)))
                .isEmpty();
    }

    @Test
    void whatRendersOtherwiseByNowIsTriedAgain() {
        tried.add(REQUEST, trial());

        assertThat(tried.take(REQUEST, FIRST, rendering("a: 2"), NOW.plusSeconds(5)))
                .isEmpty();
    }

    @Test
    void soIsWhatSomebodyHasDeployedMeanwhile() {
        tried.add(REQUEST, trial());

        assertThat(tried.take(REQUEST, history(2), rendering("a: 1"), NOW.plusSeconds(5)))
                .isEmpty();
    }

    @Test
    void soIsWhatWasTriedAWhileAgo() {
        tried.add(REQUEST, trial());

        assertThat(tried.take(REQUEST, FIRST, rendering("a: 1"), NOW.plusSeconds(61)))
                .isEmpty();
    }

    private static TriedAhead.Trial trial() {
        return new TriedAhead.Trial(NOW, FIRST, rendering("a: 1"), new TriedAhead.Told());
    }

    private static Rendering rendering(String text) {
        return Rendering.of(
                new WorkerMessages.Rendered(
                        List.of(new WorkerMessages.Template("templates/a.yaml", text)),
                        List.of(),
                        List.of(),
                        "sha256:1"),
                new Namespace("polls"));
    }

    private static Bundle bundle() {
        Version version = new Version("1.0.0");
        return new Bundle(
                new AppName("polls"),
                version,
                "c0ffee",
                PlacedImage.single(
                        ImageReference.parse("registry.example/polls@sha256:" + "1".repeat(64)), ImageValues.USUAL),
                new ChartArchive("polls", version, Digest.of("chart")),
                Map.of(new EnvironmentName("staging"), "{}"));
    }

    private static HelmRecords.History history(int revision) {
        HelmRevision last = new HelmRevision(revision, "deployed", "", NOW, "", Map.of());
        return new HelmRecords.History(Optional.of(last), Optional.of(last));
    }
}
