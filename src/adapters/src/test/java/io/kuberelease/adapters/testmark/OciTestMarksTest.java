package io.kuberelease.adapters.testmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.testkit.MemoryRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OciTestMarksTest {
    private static final ImageReference IMAGE =
            new ImageReference(new ImageRepository("registry.example/polls"), Digest.of("an image"));
    private static final TestMark MARK = new TestMark(
            new ReleaseId("r1"),
            Instant.parse("2026-11-21T10:00:00Z"),
            Optional.of(new TestSummary(41, 0, 2, List.of())));
    private static final TestSetup SETUP = setup(Map.of("LEVEL", "all"), "15", "make", "test");

    private final MemoryRegistry registry = new MemoryRegistry();
    private final OciTestMarks marks = new OciTestMarks(registry);

    @Test
    void findsTheMarkOfAnImageInTheSetupInWhichItWasTested() {
        assertThat(marks.find(IMAGE, SETUP)).isEmpty();

        marks.keep(IMAGE, SETUP, MARK);

        assertThat(marks.find(IMAGE, SETUP)).contains(MARK);
    }

    @Test
    void knowsOfNoMarkWhenImageCommandVariablesOrDatastoresDiffer() {
        marks.keep(IMAGE, SETUP, MARK);

        assertThat(marks.find(new ImageReference(IMAGE.repository(), Digest.of("another")), SETUP))
                .isEmpty();
        assertThat(marks.find(IMAGE, setup(Map.of("LEVEL", "all"), "15", "make", "check")))
                .isEmpty();
        assertThat(marks.find(IMAGE, setup(Map.of("LEVEL", "some"), "15", "make", "test")))
                .isEmpty();
        assertThat(marks.find(IMAGE, setup(Map.of("LEVEL", "all"), "16", "make", "test")))
                .isEmpty();
        assertThat(marks.find(IMAGE, new TestSetup(SETUP.tests(), List.of()))).isEmpty();
        assertThat(marks.find(
                        IMAGE,
                        new TestSetup(new TestSpec(List.of("make", "test"), Optional.of("x"), Map.of()), List.of())))
                .isEmpty();
    }

    /** Held by the digest itself: the order of maps differs from process to process. */
    @Test
    void theSameSetupHasTheSameFingerprintInEachProcess() {
        Map<String, String> several =
                Map.of("E", "5", "B", "2", "A", "1", "C", "3", "D", "4", "H", "8", "G", "7", "F", "6");
        DatastoreSpec store = new DatastoreSpec(
                "db",
                "15",
                "postgres:15",
                5432,
                List.of("db", "postgres"),
                several,
                List.of("-c", "fsync=off"),
                new DatastoreSpec.ReadyCheck.Command(List.of("pg_isready")),
                several,
                "app",
                "app",
                Duration.ofSeconds(60));

        assertThat(OciTestMarks.Fingerprint.of(new TestSetup(
                        new TestSpec(List.of("make", "test"), Optional.of("*.xml"), several), List.of(store))))
                .hasToString("sha256:e684dbde95ea03e4946094bc71b7cf29ad465a84789065acb844705180280c9e");
    }

    @Test
    void isNamedAfterTheImageAndSaysWhoseItIsInOneLineOfJson() {
        marks.keep(IMAGE, SETUP, MARK);

        String tag = registry.tags().keySet().iterator().next();
        Artifact artifact = registry.pull(
                new ImageReference(IMAGE.repository(), registry.tags().get(tag)));

        String fingerprint = OciTestMarks.Fingerprint.of(SETUP).hex();
        assertThat(tag)
                .isEqualTo("registry.example/polls:sha256-" + IMAGE.digest().hex() + ".test-"
                        + fingerprint.substring(0, 12));
        assertThat(artifact.type()).isEqualTo("application/vnd.kube-release.tests.v1+json");
        assertThat(new String(artifact.config().content(), StandardCharsets.UTF_8))
                .isEqualTo("{\"at\":\"2026-11-21T10:00:00Z\",\"fingerprint\":\"sha256:" + fingerprint
                        + "\",\"image\":\"" + IMAGE.digest() + "\",\"passed\":41,\"release\":\"r1\",\"skipped\":2}");
    }

    @Test
    void testsThatNobodyCountedLeaveAMarkAllTheSame() {
        TestMark uncounted = new TestMark(MARK.release(), MARK.at(), Optional.empty());

        marks.keep(IMAGE, SETUP, uncounted);

        assertThat(marks.find(IMAGE, SETUP)).contains(uncounted);
    }

    @Test
    void theFirstMarkStaysSoThatATagNeverHasToMove() {
        marks.keep(IMAGE, SETUP, MARK);
        Map<String, Digest> before = registry.tags();

        marks.keep(IMAGE, SETUP, new TestMark(new ReleaseId("r2"), MARK.at(), MARK.summary()));

        assertThat(registry.tags()).isEqualTo(before);
    }

    @Test
    void whatIsNoMarkOfThisImageCountsAsNoneAndIsReplaced() {
        notAMark(artifact -> new Artifact("text/plain", artifact.config(), artifact.layers(), Map.of()));
        notAMark(artifact -> saying(artifact, "{\"release\":\"r1\"}"));
        notAMark(artifact -> saying(artifact, "nothing"));
        notAMark(artifact -> saying(artifact, text(artifact).replace("\"r1\"", "\"R 1\"")));
        notAMark(artifact -> saying(artifact, text(artifact).replace("2026-", "yesterday-")));
        notAMark(artifact -> saying(
                artifact,
                text(artifact)
                        .replace(IMAGE.digest().value(), Digest.of("other").value())));
        // Twelve digits of the fingerprint are in the tag: all of them count.
        notAMark(artifact -> saying(
                artifact,
                text(artifact)
                        .replace(
                                OciTestMarks.Fingerprint.of(SETUP).value(),
                                OciTestMarks.Fingerprint.of(SETUP).value().replaceAll(".{8}$", "00000000"))));
    }

    private void notAMark(UnaryOperator<Artifact> change) {
        marks.keep(IMAGE, SETUP, MARK);
        ImageReference mark = new ImageReference(
                IMAGE.repository(), registry.tags().values().iterator().next());
        registry.tamper(mark, change);

        assertThat(marks.find(IMAGE, SETUP)).isEmpty();

        marks.keep(IMAGE, SETUP, MARK);
        assertThat(marks.find(IMAGE, SETUP)).contains(MARK);
    }

    private static String text(Artifact artifact) {
        return new String(artifact.config().content(), StandardCharsets.UTF_8);
    }

    private static Artifact saying(Artifact artifact, String text) {
        Layer config = new Layer(artifact.config().mediaType(), text.getBytes(StandardCharsets.UTF_8), Map.of());
        return new Artifact(artifact.type(), config, artifact.layers(), artifact.annotations());
    }

    private static TestSetup setup(Map<String, String> variables, String postgres, String... command) {
        DatastoreSpec store = new DatastoreCatalogue().of("postgres", postgres).orElseThrow();
        return new TestSetup(new TestSpec(List.of(command), Optional.empty(), variables), List.of(store));
    }
}
