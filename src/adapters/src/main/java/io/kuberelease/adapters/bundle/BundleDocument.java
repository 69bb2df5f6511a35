package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.port.BundleStore.Contents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A bundle's description. It names every part by digest, so that its own digest identifies the whole bundle.
 *
 * @param environments each environment's name with the digest of its values
 * @param image {@code repository@digest}
 */
record BundleDocument(
        String app,
        Chart chart,
        String commit,
        Map<String, String> environments,
        String image,
        Values imageValues,
        String version) {

    BundleDocument {
        environments = new TreeMap<>(environments);
    }

    record Chart(String digest, String name, String version) {}

    /** The chart values that the image is written into. */
    record Values(
            Optional<String> digest,
            Optional<String> reference,
            Optional<String> registry,
            Optional<String> repository,
            Optional<String> tag) {

        static Values of(ImageValues image) {
            return new Values(image.digest(), image.reference(), image.registry(), image.repository(), image.tag());
        }

        ImageValues model() {
            if (reference.isEmpty() && repository.isEmpty()) {
                throw new IllegalArgumentException("no value takes the image");
            }
            return new ImageValues(reference, registry, repository, digest, tag);
        }
    }

    static BundleDocument of(Contents contents, Map<EnvironmentName, byte[]> values) {
        Map<String, String> digests = new TreeMap<>();
        values.forEach((environment, json) ->
                digests.put(environment.value(), Digest.of(json).value()));
        return new BundleDocument(
                contents.app().value(),
                new Chart(
                        contents.chart().digest().value(),
                        contents.chart().name(),
                        contents.chart().version().value()),
                contents.commit(),
                digests,
                contents.image().toString(),
                Values.of(contents.imageValues()),
                contents.version().value());
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws IOException when it is not such JSON or a field is missing
     */
    static BundleDocument read(byte[] json) throws IOException {
        return mapper().readValue(json, BundleDocument.class);
    }

    /** Canonical JSON: the keys are sorted, and there is no whitespace. */
    byte[] json() {
        try {
            return mapper().writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts have a JSON form", impossible);
        }
    }

    ImageReference imageReference() {
        return ImageReference.parse(image);
    }

    Digest chartDigest() {
        return new Digest(chart.digest());
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .serializationInclusion(JsonInclude.Include.NON_ABSENT)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
    }
}
