package io.kuberelease.plan;

import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads which of the chart's values take an image: one place, or a list of them; the usual one where none is set. The same
 * for all images of a file, of which no two can go to one place, except that they may share a registry's.
 */
final class ImagePlacesReader {
    private static final String REFERENCE = "reference";
    private static final String REGISTRY = "registry";
    private static final List<String> PARTS = List.of(REGISTRY, "repository", "digest", "tag");
    private static final UnaryOperator<String> PATH = Validators.matching(
            "[A-Za-z0-9_-]+((\\.|\\[)[A-Za-z0-9_-]+\\]?)*",
            "a dotted path of the chart's values, for example image.tag or containers.0.image");

    /** The paths that are taken by now, each with the key that takes it. */
    private final Map<String, String> taken = new LinkedHashMap<>();

    ImagePlaces read(Field field) {
        if (!field.isList()) {
            SectionReader section = field.section(Section.IMAGE_VALUES);
            ImageValues place = place(section);
            return Section.IMAGE_VALUES.keys().stream()
                            .anyMatch(key -> section.field(key).isGiven())
                    ? ImagePlaces.of(place)
                    : ImagePlaces.USUAL;
        }
        List<ImageValues> places = new ArrayList<>();
        field.sections(Section.IMAGE_VALUES).forEach(section -> places.add(place(section)));
        if (places.isEmpty()) {
            field.refuse("names no place", "write one, for example [{repository: image.repository, tag: image.tag}]");
            return ImagePlaces.USUAL;
        }
        return new ImagePlaces(places);
    }

    private ImageValues place(SectionReader values) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : Section.IMAGE_VALUES.keys()) {
            values.field(key).as(PATH).map(ImagePlacesReader::dotted).ifPresent(path -> take(values, key, path, given));
        }
        if (given.containsKey(REFERENCE)) {
            return whole(values, given);
        }
        boolean usual = !given.containsKey("digest") && !given.containsKey("tag");
        return new ImageValues(
                Optional.empty(),
                Optional.ofNullable(given.get(REGISTRY)),
                Optional.ofNullable(given.get("repository")).or(ImageValues.USUAL::repository),
                usual ? ImageValues.USUAL.digest() : Optional.ofNullable(given.get("digest")),
                usual ? ImageValues.USUAL.tag() : Optional.ofNullable(given.get("tag")));
    }

    private static ImageValues whole(SectionReader values, Map<String, String> given) {
        for (String part : PARTS) {
            if (given.containsKey(part)) {
                values.field(part)
                        .refuseKey("can't be beside reference, which takes the whole image", "leave out one of them");
            }
        }
        return ImageValues.whole(String.valueOf(given.get(REFERENCE)));
    }

    /**
     * Takes a path, or refuses it: two parts of an image can't be one value, nor can one lie within the other. A registry's
     * host may be one value for many.
     */
    private void take(SectionReader values, String key, String path, Map<String, String> given) {
        boolean wholeBeside = given.containsKey(REFERENCE);
        taken.forEach((other, by) -> {
            boolean within = (path + ".").startsWith(other + ".") || (other + ".").startsWith(path + ".");
            boolean shared = key.equals(REGISTRY) && path.equals(other) && by.endsWith("." + REGISTRY);
            if (within && !wholeBeside && !shared) {
                values.field(key)
                        .refuse(
                                "is taken by " + by + " already",
                                "give each its own value, or write reference: for one that takes the whole image");
            }
        });
        taken.put(path, values.field(key).name());
        given.put(key, path);
    }

    /** {@code containers[0].image} is {@code containers.0.image}. */
    private static String dotted(String path) {
        return path.replace('[', '.').replace("]", "");
    }
}
