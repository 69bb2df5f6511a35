package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Everything an image consists of, as text: its manifest, its configuration, its layers unpacked. */
final class ImageContent {
    private ImageContent() {}

    static List<String> of(ImageReference image) throws IOException {
        String base = "http://" + image.repository().registry() + "/v2/"
                + image.repository().path();
        byte[] manifest = fetch(base + "/manifests/" + image.digest());
        JsonNode parsed = new ObjectMapper().readTree(manifest);
        List<String> content = new ArrayList<>();
        content.add(text(manifest));
        content.add(text(
                fetch(base + "/blobs/" + parsed.path("config").path("digest").asText())));
        for (JsonNode layer : parsed.path("layers")) {
            byte[] packed = fetch(base + "/blobs/" + layer.path("digest").asText());
            try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                content.add(text(unpacked.readAllBytes()));
            }
        }
        return content;
    }

    private static byte[] fetch(String address) throws IOException {
        var connection = URI.create(address).toURL().openConnection();
        connection.setRequestProperty("Accept", "application/vnd.oci.image.manifest.v1+json, */*");
        try (InputStream stream = connection.getInputStream()) {
            return stream.readAllBytes();
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
