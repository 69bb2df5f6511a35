package io.kuberelease.adapters.testmark;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.TestMark;
import io.kuberelease.plan.TestSetup;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.TestMarks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps marks as small OCI artifacts in the image's repository, under a tag made from the image's digest and from the
 * setup of the tests: {@code sha256-<digest>.test-<setup>}. Every registry has tags, also where they may not move.
 */
public final class OciTestMarks implements TestMarks {
    static final String TYPE = "application/vnd.kube-release.tests.v1+json";

    private static final int SETUP_HEX = 12;

    /** What an artifact without a layer has in the place of one: some registries take no manifest without. */
    private static final Layer NO_LAYER =
            new Layer("application/vnd.oci.empty.v1+json", "{}".getBytes(StandardCharsets.UTF_8), Map.of());

    private final ImageRegistry registry;

    public OciTestMarks(ImageRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<TestMark> find(ImageReference image, TestSetup setup) {
        ImageRepository repository = image.repository();
        Digest fingerprint = Fingerprint.of(setup);
        return registry.resolve(repository, tag(image, fingerprint))
                .map(mark -> registry.pull(new ImageReference(repository, mark)))
                .filter(artifact -> artifact.type().equals(TYPE))
                .flatMap(artifact -> MarkDocument.read(artifact.config().content()))
                .filter(document -> document.isAbout(image.digest(), fingerprint))
                .flatMap(MarkDocument::mark);
    }

    @Override
    public void keep(ImageReference image, TestSetup setup, TestMark mark) {
        if (!isKept(image, setup)) {
            Digest fingerprint = Fingerprint.of(setup);
            byte[] document = MarkDocument.of(image.digest(), fingerprint, mark).json();
            Artifact artifact = new Artifact(TYPE, new Layer(TYPE, document, Map.of()), List.of(NO_LAYER), Map.of());
            registry.push(image.repository(), artifact, tag(image, fingerprint));
        }
    }

    private boolean isKept(ImageReference image, TestSetup setup) {
        try {
            return find(image, setup).isPresent();
        } catch (ReleaseException unreadable) {
            // What can't be read is no mark; a registry that takes none says why when it is given one.
            return false;
        }
    }

    private static String tag(ImageReference image, Digest fingerprint) {
        return "sha256-" + image.digest().hex() + ".test-" + fingerprint.hex().substring(0, SETUP_HEX);
    }
}
