package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Digest;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ImageRegistry.Layer;
import java.util.Map;
import java.util.TreeMap;

/** Writes the manifest of an artifact: the same artifact gives the same bytes. */
final class ArtifactManifest {
    static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private final ObjectMapper json = new ObjectMapper();

    byte[] write(Artifact artifact) {
        ObjectNode manifest = json.createObjectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MEDIA_TYPE);
        manifest.put("artifactType", artifact.type());
        manifest.set("config", descriptor(artifact.config()));
        var layers = manifest.putArray("layers");
        artifact.layers().forEach(layer -> layers.add(descriptor(layer)));
        annotate(manifest, artifact.annotations());
        try {
            return json.writeValueAsBytes(manifest);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    private JsonNode descriptor(Layer layer) {
        ObjectNode descriptor = json.createObjectNode();
        descriptor.put("mediaType", layer.mediaType());
        descriptor.put("digest", Digest.of(layer.content()).value());
        descriptor.put("size", layer.content().length);
        annotate(descriptor, layer.annotations());
        return descriptor;
    }

    private static void annotate(ObjectNode node, Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            ObjectNode sorted = node.putObject("annotations");
            new TreeMap<>(annotations).forEach(sorted::put);
        }
    }
}
