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
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.port.BundleStore.Contents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A bundle's description. It names every part by digest, so that its own digest identifies the whole bundle.
 *
 * @param environments each environment's name with the digest of its values
 * @param image {@code repository@digest} of the only image, where it has one place
 * @param imageValues that place
 * @param images what there is otherwise, by name
 */
record BundleDocument(
        String app,
        Chart chart,
        String commit,
        Map<String, String> environments,
        Optional<String> image,
        Optional<Values> imageValues,
        Optional<List<Image>> images,
        String version) {

    BundleDocument {
        environments = new TreeMap<>(environments);
    }

    record Chart(String digest, String name, String version) {}

    /**
     * One of several images, or one with several places.
     *
     * @param name absent for an only image
     * @param places none when none were configured
     */
    record Image(String image, Optional<String> name, List<Values> places) {
        Image {
            places = List.copyOf(places);
        }

        static Image of(PerImage.Entry<PlacedImage> image) {
            return new Image(
                    image.value().reference().toString(),
                    image.name().map(ImageName::value),
                    image.value().places().isUsual()
                            ? List.of()
                            : image.value().places().all().stream()
                                    .map(Values::of)
                                    .toList());
        }

        PerImage.Entry<PlacedImage> model() {
            return new PerImage.Entry<>(
                    name.map(ImageName::new),
                    new PlacedImage(
                            ImageReference.parse(image),
                            places.isEmpty()
                                    ? ImagePlaces.USUAL
                                    : new ImagePlaces(
                                            places.stream().map(Values::model).toList())));
        }
    }

    /** The chart values that an image is written into. */
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
        Optional<PlacedImage> simple =
                contents.images().only().filter(image -> image.places().simple().isPresent());
        return new BundleDocument(
                contents.app().value(),
                new Chart(
                        contents.chart().digest().value(),
                        contents.chart().name(),
                        contents.chart().version().value()),
                contents.commit(),
                digests,
                simple.map(image -> image.reference().toString()),
                simple.map(image -> Values.of(image.places().all().get(0))),
                simple.isPresent()
                        ? Optional.empty()
                        : Optional.of(contents.images().stream()
                                .map(Image::of)
                                .sorted(Comparator.comparing(
                                        image -> image.name().orElse("")))
                                .toList()),
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

    PerImage<PlacedImage> placed() {
        if (images.isPresent()) {
            return new PerImage<>(images.get().stream().map(Image::model).toList());
        }
        return PlacedImage.single(
                ImageReference.parse(image.orElseThrow(BundleDocument::noImage)),
                imageValues.orElseThrow(BundleDocument::noImage).model());
    }

    private static IllegalArgumentException noImage() {
        return new IllegalArgumentException("it names no image");
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
