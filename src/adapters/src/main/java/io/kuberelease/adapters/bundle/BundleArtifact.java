package io.kuberelease.adapters.bundle;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Version;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The form of a bundle in a registry: its description, the chart's archive, and each environment's values. */
final class BundleArtifact {
    /** A bundle with one image that has one place, as it was before there could be several. */
    static final String TYPE = "application/vnd.kube-release.bundle.v1+json";
    /** Another one: programs that know of one image only are not to take a part of it for the whole. */
    static final String SEVERAL = "application/vnd.kube-release.bundle.v2+json";

    private static final List<String> TYPES = List.of(TYPE, SEVERAL);
    static final String CHART_TYPE = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    static final String VALUES_TYPE = "application/vnd.kube-release.values.v1+json";
    static final String ENVIRONMENT = "io.kuberelease.environment";

    private final ImageReference reference;
    private final Artifact artifact;

    BundleArtifact(ImageReference reference, Artifact artifact) {
        this.reference = reference;
        this.artifact = artifact;
    }

    static Artifact of(BundleDocument document, byte[] chart, Map<EnvironmentName, byte[]> values) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(CHART_TYPE, chart, Map.of()));
        values.forEach((environment, json) ->
                layers.add(new Layer(VALUES_TYPE, json, Map.of(ENVIRONMENT, environment.value()))));
        String type = document.images().isEmpty() ? TYPE : SEVERAL;
        return new Artifact(
                type,
                new Layer(type, document.json(), Map.of()),
                layers,
                Map.of(
                        "org.opencontainers.image.title", document.app(),
                        "org.opencontainers.image.version", document.version(),
                        "org.opencontainers.image.revision", document.commit()));
    }

    /** The bundle, after checking that each layer is the one that the description names. */
    Bundle checked() {
        if (!TYPES.contains(artifact.type())) {
            throw refused("its type is not " + String.join(" or ", TYPES) + ", but " + artifact.type());
        }
        try {
            return bundle(BundleDocument.read(artifact.config().content()));
        } catch (IOException | IllegalArgumentException unreadable) {
            // Jackson's message shows the text around the fault; the type says enough.
            throw refused(
                    "its description can't be read: " + unreadable.getClass().getSimpleName());
        }
    }

    /** The bytes of the chart's archive. */
    byte[] chart() {
        return onlyLayer(CHART_TYPE).content();
    }

    private Bundle bundle(BundleDocument document) {
        if (!Digest.of(chart()).equals(document.chartDigest())) {
            throw refused("its chart is not the one that the description names");
        }
        return new Bundle(
                new AppName(document.app()),
                new Version(document.version()),
                document.commit(),
                document.placed(),
                new ChartArchive(
                        document.chart().name(), new Version(document.chart().version()), document.chartDigest()),
                values(document));
    }

    private Map<EnvironmentName, String> values(BundleDocument document) {
        Map<EnvironmentName, String> values = new HashMap<>();
        for (Layer layer : layers(VALUES_TYPE)) {
            String environment = layer.annotations().getOrDefault(ENVIRONMENT, "");
            if (!Digest.of(layer.content())
                    .value()
                    .equals(document.environments().get(environment))) {
                throw refused(
                        "its values for environment \"" + environment + "\" are not those that the description names");
            }
            values.put(new EnvironmentName(environment), new String(layer.content(), StandardCharsets.UTF_8));
        }
        if (values.size() != document.environments().size()) {
            throw refused("values of an environment are missing: the description names "
                    + document.environments().keySet());
        }
        return values;
    }

    private Layer onlyLayer(String type) {
        List<Layer> found = layers(type);
        if (found.size() != 1) {
            throw refused("it has " + found.size() + " layers of type " + type + " in the place of one");
        }
        return found.get(0);
    }

    private List<Layer> layers(String type) {
        return artifact.layers().stream()
                .filter(layer -> layer.mediaType().equals(type))
                .toList();
    }

    private ReleaseException refused(String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, "could not use " + reference + " as a bundle: " + why)
                        .suggesting("release the version again, which writes its bundle anew"));
    }
}
