package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.Version;
import io.kuberelease.port.BundleStore.Contents;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The description of a bundle: what it is, and by digest what belongs together in it. */
final class BundleConfig {
    private static final int FORMAT = 1;

    private BundleConfig() {}

    static byte[] write(Contents contents, Map<String, Digest> environments) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("format", FORMAT);
        config.put("app", contents.app().value());
        config.put("version", contents.version().value());
        config.put("commit", contents.commit());
        config.put("image", contents.image().toString());
        ObjectNode paths = config.putObject("imageValues");
        paths.put("repository", contents.imageValues().repository());
        contents.imageValues().digest().ifPresent(path -> paths.put("digest", path));
        contents.imageValues().tag().ifPresent(path -> paths.put("tag", path));
        ObjectNode chart = config.putObject("chart");
        chart.put("name", contents.chart().name());
        chart.put("version", contents.chart().version().value());
        chart.put("digest", contents.chart().digest().value());
        ObjectNode digests = config.putObject("values");
        environments.forEach((name, digest) -> digests.put(name, digest.value()));
        return CanonicalJson.write(config);
    }

    /**
     * @throws IOException when it is not JSON
     * @throws IllegalArgumentException when a part of it is missing, not valid, or of a later format
     */
    static Bundle read(byte[] content, Map<EnvironmentName, String> values) throws IOException {
        JsonNode config = new ObjectMapper().readTree(content);
        if (config.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException("format " + config.path("format") + " is not known to this version");
        }
        JsonNode image = config.path("imageValues");
        JsonNode chart = config.path("chart");
        return new Bundle(
                new AppName(config.path("app").asText()),
                new Version(config.path("version").asText()),
                config.path("commit").asText(),
                ImageReference.parse(config.path("image").asText()),
                new ImageValues(image.path("repository").asText(), text(image, "digest"), text(image, "tag")),
                new ChartArchive(
                        chart.path("name").asText(),
                        new Version(chart.path("version").asText()),
                        new Digest(chart.path("digest").asText())),
                values);
    }

    private static Optional<String> text(JsonNode node, String key) {
        return node.hasNonNull(key) ? Optional.of(node.path(key).asText()) : Optional.empty();
    }
}
