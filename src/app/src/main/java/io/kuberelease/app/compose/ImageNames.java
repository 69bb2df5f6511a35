package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.model.ImageRepository;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The names that a Compose project gives to the images that it builds, however they are spelled where they are used. */
final class ImageNames {
    private final JsonNode project;

    /** @param project in canonical form */
    ImageNames(JsonNode project) {
        this.project = project;
    }

    /** Whether the service builds an image that can be called so. */
    boolean isBuiltBy(String service, String image) {
        JsonNode fields = project.path("services").path(service);
        JsonNode tags = fields.path("build").path("tags");
        Stream<String> first = Stream.of(fields.path("image").asText(""))
                .map(name -> name.isEmpty() ? project.path("name").asText() + "-" + service : name);
        return fields.has("build")
                && !image.isEmpty()
                && Stream.concat(
                                first,
                                StreamSupport.stream(tags.spliterator(), false).map(JsonNode::asText))
                        .anyMatch(name -> normal(name).equals(normal(image)));
    }

    /** The whole name: with registry and tag, which are Docker Hub and {@code latest} where none are written. */
    private static String normal(String image) {
        if (image.contains("@")) {
            return image;
        }
        int colon = image.lastIndexOf(':');
        boolean tagged = colon > image.lastIndexOf('/');
        return ImageRepository.canonical(tagged ? image.substring(0, colon) : image)
                + (tagged ? image.substring(colon) : ":latest");
    }
}
