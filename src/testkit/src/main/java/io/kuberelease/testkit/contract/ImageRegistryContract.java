package io.kuberelease.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The promises of an {@link ImageRegistry} that lets tags move, as tests. */
public interface ImageRegistryContract {

    /** The registry. */
    ImageRegistry registry();

    /** An empty repository in it; another one each time. */
    ImageRepository emptyRepository();

    @Test
    default void aTagThatIsNotThereIsAbsent() {
        assertThat(registry().resolve(emptyRepository(), "none")).isEmpty();
    }

    @Test
    default void anArtifactComesBackAsItWasPushed() {
        Artifact pushed = artifact("values of staging");

        Artifact pulled = registry().pull(registry().push(emptyRepository(), pushed, "one"));

        assertThat(pulled)
                .usingRecursiveComparison()
                .ignoringCollectionOrderInFields("annotations")
                .isEqualTo(pushed);
    }

    @Test
    default void aPushedArtifactIsFoundByItsTag() {
        ImageRegistry registry = registry();

        ImageReference stored = registry.push(emptyRepository(), artifact("a"), "one");

        assertThat(registry.resolve(stored.repository(), "one")).contains(stored.digest());
    }

    @Test
    default void theSameContentHasTheSameDigestAndOtherContentAnother() {
        ImageRegistry registry = registry();
        ImageRepository repository = emptyRepository();

        ImageReference stored = registry.push(repository, artifact("a"), "one");
        ImageReference again = registry.push(repository, artifact("a"), "one");
        ImageReference elsewhere = registry.push(emptyRepository(), artifact("a"), "one");
        ImageReference other = registry.push(repository, artifact("b"), "two");

        assertThat(again).isEqualTo(stored);
        assertThat(elsewhere.digest()).isEqualTo(stored.digest());
        assertThat(other.digest()).isNotEqualTo(stored.digest());
    }

    @Test
    default void aFurtherTagNamesTheVeryImageHoweverOftenItIsGiven() {
        ImageRegistry registry = registry();
        ImageReference stored = registry.push(emptyRepository(), artifact("a"), "one");

        registry.tag(stored, "1.4.0");
        registry.tag(stored, "1.4.0");

        assertThat(registry.resolve(stored.repository(), "1.4.0")).contains(stored.digest());
        assertThat(registry.resolve(stored.repository(), "one")).contains(stored.digest());
    }

    @Test
    default void aTagNamesTheImageThatItWasGivenLast() {
        ImageRegistry registry = registry();
        ImageRepository repository = emptyRepository();
        ImageReference before = registry.push(repository, artifact("a"), "one");
        ImageReference after = registry.push(repository, artifact("b"), "two");

        registry.tag(after, "one");

        assertThat(registry.resolve(repository, "one")).contains(after.digest());
        assertThat(registry.pull(before).layers().get(0).content()).isEqualTo("a".getBytes(UTF_8));
    }

    @Test
    default void aCopyHasTheSameDigestAndContentAndATagFromTheFirstMoment() {
        ImageRegistry registry = registry();
        ImageReference stored = registry.push(emptyRepository(), artifact("a"), "one");
        ImageRepository elsewhere = emptyRepository();

        ImageReference copy = registry.copy(stored, elsewhere, "kept", control());
        registry.copy(stored, elsewhere, "kept", control());

        assertThat(copy).isEqualTo(new ImageReference(elsewhere, stored.digest()));
        assertThat(registry.resolve(elsewhere, "kept")).contains(stored.digest());
        assertThat(registry.pull(copy).layers().get(0).content()).isEqualTo("a".getBytes(UTF_8));
    }

    @Test
    default void whatIsNotThereIsNotCopied() {
        ImageReference missing = new ImageReference(emptyRepository(), new Digest("sha256:" + "0".repeat(64)));
        ImageRepository elsewhere = emptyRepository();

        assertThatThrownBy(() -> registry().copy(missing, elsewhere, "kept", control()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(missing.repository().toString());
        assertThat(registry().resolve(elsewhere, "kept")).isEmpty();
    }

    @Test
    default void anArtifactThatIsNotThereIsRefusedInWords() {
        ImageReference missing = new ImageReference(emptyRepository(), new Digest("sha256:" + "0".repeat(64)));

        assertThatThrownBy(() -> registry().pull(missing))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(missing.repository().toString());
    }

    private static StageControl control() {
        return new StageControl(
                new ReleaseId("r1"), new StageId("publish"), Instant.MAX, false, Cancellation.NEVER, Progress.SILENT);
    }

    private static Artifact artifact(String content) {
        return new Artifact(
                "application/vnd.kube-release.test.v1+json",
                new Layer("application/vnd.kube-release.test.config.v1+json", "{}".getBytes(UTF_8), Map.of("c", "3")),
                List.of(
                        new Layer("text/plain", content.getBytes(UTF_8), Map.of("of", "staging")),
                        new Layer("application/octet-stream", new byte[] {0, -1, 10, 13}, Map.of())),
                Map.of("b", "2", "a", "żółć"));
    }
}
