package io.kuberelease.adapters.testmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.port.ImageRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Marks in a real registry. */
class OciTestMarksIT {
    private static final String REGISTRY =
            Optional.ofNullable(System.getenv("KUBE_RELEASE_REGISTRY")).orElse("localhost:5000");
    private static final TestMark MARK = new TestMark(
            new ReleaseId("r1"),
            Instant.parse("2026-11-21T10:00:00Z"),
            Optional.of(new TestSummary(41, 0, 2, List.of())));

    private final ImageRegistry registry = new OciRegistry(
            repository -> Optional.empty(), new PlainHttp(Set.of()), Duration.ofSeconds(10), InstantSource.system());
    private final ImageReference image =
            new ImageReference(new ImageRepository(REGISTRY + "/it/marks-" + UUID.randomUUID()), Digest.of("an image"));

    @Test
    void aMarkIsFoundAgainAndOneOfAnotherSetupIsNot() {
        OciTestMarks marks = new OciTestMarks(registry);
        assertThat(marks.find(image, setup("test"))).isEmpty();

        marks.keep(image, setup("test"), MARK);

        assertThat(marks.find(image, setup("test"))).contains(MARK);
        assertThat(marks.find(image, setup("check"))).isEmpty();
    }

    @Test
    void anotherArtifactUnderTheMarksTagIsNoMarkAndGivesWay() {
        OciTestMarks marks = new OciTestMarks(registry);
        marks.keep(image, setup("test"), MARK);
        String tag = "sha256-" + image.digest().hex() + ".test-"
                + OciTestMarks.Fingerprint.of(setup("test")).hex().substring(0, 12);
        ImageRegistry.Layer layer = new ImageRegistry.Layer("text/plain", new byte[] {1}, Map.of());
        registry.push(image.repository(), new ImageRegistry.Artifact("text/plain", layer, List.of(), Map.of()), tag);

        assertThat(marks.find(image, setup("test"))).isEmpty();

        marks.keep(image, setup("test"), MARK);
        assertThat(marks.find(image, setup("test"))).contains(MARK);
    }

    private static TestSetup setup(String target) {
        return new TestSetup(new TestSpec(List.of("make", target), Optional.empty(), Map.of()), List.of());
    }
}
