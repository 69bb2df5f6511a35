package io.kuberelease.plan;

import io.kuberelease.model.ImageValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads which of the chart's values take the image; where nothing is said, the chart is asked for its usual ones. */
final class ImageValuesReader {
    private static final List<String> PARTS = List.of("registry", "repository", "digest", "tag");
    private static final UnaryOperator<String> PATH = Validators.matching(
            "[A-Za-z0-9_-]+((\\.|\\[)[A-Za-z0-9_-]+\\]?)*",
            "a dotted path of the chart's values, for example image.tag or containers.0.image");

    private ImageValuesReader() {}

    static ImageValues read(Field field) {
        SectionReader values = field.section(Section.IMAGE_VALUES);
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : Section.IMAGE_VALUES.keys()) {
            values.field(key).as(PATH).map(ImageValuesReader::dotted).ifPresent(path -> take(values, key, path, given));
        }
        if (given.containsKey("reference")) {
            return whole(values, given);
        }
        boolean usual = !given.containsKey("digest") && !given.containsKey("tag");
        return new ImageValues(
                Optional.empty(),
                Optional.ofNullable(given.get("registry")),
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
        return ImageValues.whole(String.valueOf(given.get("reference")));
    }

    /** Two parts of an image can't be one value, nor can one lie within the other. */
    private static void take(SectionReader values, String key, String path, Map<String, String> given) {
        given.forEach((other, taken) -> {
            boolean within = (path + ".").startsWith(taken + ".") || (taken + ".").startsWith(path + ".");
            if (within && !other.equals("reference")) {
                values.field(key)
                        .refuse(
                                "is taken by " + other + " already",
                                "give each its own value, or write reference: for one that takes the whole image");
            }
        });
        given.put(key, path);
    }

    /** {@code containers[0].image} is {@code containers.0.image}. */
    private static String dotted(String path) {
        return path.replace('[', '.').replace("]", "");
    }
}
