package io.kuberelease.adapters.bundle;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bundles as OCI artifacts: a description, the chart, and one layer of values for each environment. */
public final class OciBundleStore implements BundleStore {
    static final String TYPE = "application/vnd.kube-release.bundle.v1+json";
    static final String CONFIG = "application/vnd.kube-release.bundle.config.v1+json";
    static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    static final String VALUES = "application/vnd.kube-release.bundle.values.v1+json";
    private static final String ENVIRONMENT = "io.kuberelease.environment";
    private static final String REVISION = "org.opencontainers.image.revision";
    private static final String VERSION = "org.opencontainers.image.version";
    private static final int TAG_DIGITS = 12;

    private final ImageRegistry registry;
    private final ReleaseFiles files;
    private final EnvironmentValues values;

    /**
     * @param source the directory of the release file, to which the names of values files are relative
     */
    public OciBundleStore(ImageRegistry registry, ReleaseFiles files, Path source) {
        this.registry = registry;
        this.files = files;
        this.values = new EnvironmentValues(source);
    }

    @Override
    public ImageReference write(Contents contents, ImageRepository repository, StageControl control) {
        Map<String, byte[]> environments = values.read(contents.environments());
        Map<String, Digest> digests = new TreeMap<>();
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(CHART, files.read(contents.chart().digest()), Map.of()));
        environments.forEach((name, content) -> {
            digests.put(name, files.keep(content));
            layers.add(new Layer(VALUES, content, Map.of(ENVIRONMENT, name)));
        });
        byte[] config = BundleConfig.write(contents, digests);
        Artifact bundle = new Artifact(
                TYPE,
                new Layer(CONFIG, config, Map.of()),
                layers,
                Map.of(REVISION, contents.commit(), VERSION, contents.version().value()));
        return registry.push(repository, bundle, tag(files.keep(config)));
    }

    @Override
    public Bundle read(ImageReference bundle, StageControl control) {
        Artifact artifact = registry.pull(bundle);
        if (!artifact.type().equals(TYPE)) {
            throw notABundle(bundle, "it is of type \"" + artifact.type() + "\"");
        }
        try {
            Bundle read = BundleConfig.read(artifact.config().content(), environments(artifact));
            Digest chart = files.keep(chart(bundle, artifact));
            if (!chart.equals(read.chart().digest())) {
                throw notABundle(bundle, "its chart is not the one that it names");
            }
            return read;
        } catch (IOException | IllegalArgumentException problem) {
            throw notABundle(bundle, String.valueOf(problem.getMessage()));
        }
    }

    private static Map<EnvironmentName, String> environments(Artifact artifact) {
        Map<EnvironmentName, String> found = new HashMap<>();
        for (Layer layer : artifact.layers()) {
            if (layer.mediaType().equals(VALUES)) {
                found.put(
                        new EnvironmentName(layer.annotations().getOrDefault(ENVIRONMENT, "")),
                        new String(layer.content(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    private static byte[] chart(ImageReference bundle, Artifact artifact) {
        return artifact.layers().stream()
                .filter(layer -> layer.mediaType().equals(CHART))
                .findFirst()
                .orElseThrow(() -> notABundle(bundle, "it holds no chart"))
                .content();
    }

    /** By content: it keeps registries from cleaning the bundle up, and no other bundle ever wants it. */
    private static String tag(Digest description) {
        return "bundle-" + description.hex().substring(0, TAG_DIGITS);
    }

    private static ReleaseException notABundle(ImageReference reference, String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, "could not read bundle " + reference + ": " + why)
                        .suggesting("name a bundle that kube-release wrote"));
    }
}
