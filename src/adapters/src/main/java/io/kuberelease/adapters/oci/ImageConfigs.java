package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.port.ImageRegistry.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads what an image says of how it is run. */
final class ImageConfigs {
    private ImageConfigs() {}

    static ImageConfig read(JsonNode image) {
        JsonNode config = image.path("config");
        String directory = config.path("WorkingDir").asText("");
        return new ImageConfig(
                directory.isEmpty() ? "/" : directory,
                texts(config.path("Entrypoint")),
                texts(config.path("Cmd")),
                config.path("User").asText(""));
    }

    /** The image for this architecture in an index, else the first Linux image there; what is no image has no system. */
    static Optional<JsonNode> choose(JsonNode index, String architecture) {
        List<JsonNode> images = StreamSupport.stream(index.path("manifests").spliterator(), false)
                .filter(each -> each.path("platform").path("os").asText("linux").equals("linux"))
                .toList();
        return images.stream()
                .filter(each ->
                        each.path("platform").path("architecture").asText("").equals(architecture))
                .findFirst()
                .or(() -> images.stream().findFirst());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }
}
