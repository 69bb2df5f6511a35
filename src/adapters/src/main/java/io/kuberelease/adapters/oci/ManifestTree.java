package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads what a manifest refers to: the manifests of an index, or the blobs of an image. */
final class ManifestTree {
    private final ObjectMapper json = new ObjectMapper();

    /** Parses a manifest or configuration. */
    JsonNode parse(ImageRepository repository, byte[] content) {
        try {
            return json.readTree(content);
        } catch (IOException problem) {
            throw RegistryErrors.badAnswer(repository, "a manifest or configuration is not JSON");
        }
    }

    /** The manifest's own media type, else the given one. */
    String type(JsonNode manifest, String otherwise) {
        return manifest.path("mediaType").asText(otherwise);
    }

    /** Whether it is an index, which names manifests and no blobs. */
    boolean isIndex(JsonNode manifest) {
        return manifest.path("manifests").isArray();
    }

    /** The manifests of an index: one for each platform, and their attestations. */
    List<Digest> children(ImageRepository repository, JsonNode index) {
        return descriptors(index.path("manifests")).stream()
                .map(each -> digest(repository, each))
                .distinct()
                .toList();
    }

    /** Configuration and layers, without foreign layers, which are stored elsewhere. */
    List<Part> blobs(ImageRepository repository, JsonNode image) {
        List<JsonNode> descriptors = new ArrayList<>(descriptors(image.path("layers")));
        descriptors.add(0, image.path("config"));
        return descriptors.stream()
                .filter(each -> !liesElsewhere(each))
                .map(each ->
                        new Part(digest(repository, each), each.path("size").asLong()))
                .distinct()
                .toList();
    }

    Digest digest(ImageRepository repository, JsonNode descriptor) {
        String digest = descriptor.path("digest").asText();
        try {
            return new Digest(digest);
        } catch (IllegalArgumentException another) {
            throw RegistryErrors.badAnswer(repository, "a manifest has the digest \"" + digest + "\", no SHA-256");
        }
    }

    private static boolean liesElsewhere(JsonNode layer) {
        String type = layer.path("mediaType").asText("");
        return !layer.path("urls").isEmpty() && (type.contains("foreign") || type.contains("nondistributable"));
    }

    private static List<JsonNode> descriptors(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    /** A blob and its size in bytes. */
    record Part(Digest digest, long size) {}
}
