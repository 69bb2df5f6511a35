package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.ReleaseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the places for images in a chart's values, each with the keys that the chart uses there. */
final class ChartImages {
    private static final int DEEPEST = 8;
    private static final int SHOWN = 8;
    private static final int MOST_NAMED = 3;
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final List<String> REPOSITORY = List.of("repository", "repo", "name");
    private static final Pattern IMAGE = Pattern.compile("image|.*[a-z0-9_-]Image|.*[_-]image");
    private static final Pattern USED = Pattern.compile("\\.Values\\.image\\b");
    private static final Pattern REGISTRY = Pattern.compile("\\bregistry\\b");
    private static final Pattern LINE = Pattern.compile("\\s*(-\\s+)?[\"']?image[\"']?:.*");

    private static final int MOST_TRIED = 8;
    private static final List<String> REGISTRIES = List.of("imageRegistry", "registry", "dockerRegistry");

    /** A key to suggest that subcharts see too, and that no chart is expected to use already. */
    private static final String FREE = "global.appImage";

    private final PackagedChart chart;
    private final ObjectNode values;
    private final Optional<ImageName> image;
    private final Predicate<ImageValues> works;

    /**
     * @param values all values that the chart is rendered with, defaults included
     * @param image which of several images the places are for
     * @param works whether that image, put there, reaches a container, as far as the caller can tell
     */
    ChartImages(PackagedChart chart, ObjectNode values, Optional<ImageName> image, Predicate<ImageValues> works) {
        this.image = image;
        this.chart = chart;
        this.values = values;
        this.works = works;
    }

    /**
     * The place for the image if the release file names none. For an only image {@code image}, else the only place in the
     * chart's own values, else {@link ImageValues#USUAL}; for one of several a place that has its name.
     *
     * @throws ReleaseException.Failed when the chart has no place with the name of one of several images, or more than one
     */
    ImageValues usual() {
        return image.map(this::byName).orElseGet(this::ofOnlyImage);
    }

    private ImageValues byName(ImageName name) {
        List<ImageValues> found = Stream.of(
                        name.value(), camelCase(name.value()), name.value().replace('-', '_'))
                .distinct()
                .flatMap(key -> Stream.of(key + ".image", "images." + key, "image." + key, key + "Image"))
                .flatMap(path -> Optional.of(ValuesPath.of(path).in(values))
                        .filter(there -> !there.isMissingNode())
                        .flatMap(there -> at(path, there))
                        .stream())
                .map(this::used)
                .toList();
        if (found.isEmpty()) {
            throw refusal(
                    CauseKind.BAD_INPUT,
                    "the chart's values have no place that is called after image " + name + ", such as "
                            + camelCase(name.value()) + ".image, and the release file names none");
        }
        if (found.size() > 1) {
            throw refusal(
                    CauseKind.BAD_INPUT,
                    "the chart's values have several places that are called after image " + name + ", and the release"
                            + " file does not say which of them take it: "
                            + found.stream().map(ImageValues::written).collect(Collectors.joining(", ")),
                    "say in the release file " + written(new ImagePlaces(found).written())
                            + ", without those that it does not go to");
        }
        return found.get(0);
    }

    private static String camelCase(String name) {
        return Pattern.compile("-+([a-z0-9])").matcher(name).replaceAll(letter -> letter.group(1)
                .toUpperCase(Locale.ROOT));
    }

    private ImageValues ofOnlyImage() {
        JsonNode place = values.path("image");
        if (!place.isMissingNode() || isUsed(chart, USED)) {
            return at("image", place).map(this::used).orElse(ImageValues.USUAL);
        }
        ObjectNode own = values.deepCopy();
        own.remove(chart.subcharts().keySet());
        own.remove("global");
        List<ImageValues> places = in(own);
        return places.size() == 1 ? used(places.get(0)) : ImageValues.USUAL;
    }

    /** Leaves the registry key out unless a template of the chart or a subchart mentions it. */
    private ImageValues used(ImageValues place) {
        return place.registry().isEmpty() || isUsedAnywhere(chart, REGISTRY)
                ? place
                : new ImageValues(place.reference(), Optional.empty(), place.repository(), place.digest(), place.tag());
    }

    /** An exception that lists the places in this chart's values, and advises on one of them. */
    ReleaseException refusal(CauseKind kind, String summary, Evidence... seen) {
        return refused(kind, summary, Optional.empty(), seen);
    }

    /** An exception that lists the places in this chart's values, with advice of the caller's own. */
    ReleaseException refusal(CauseKind kind, String summary, String advice) {
        return refused(kind, summary, Optional.of(advice));
    }

    private ReleaseException refused(CauseKind kind, String summary, Optional<String> advice, Evidence... seen) {
        List<ImageValues> places = in(values);
        List<Evidence> evidence = new ArrayList<>(List.of(seen));
        if (!places.isEmpty()) {
            evidence.add(new Evidence(
                    "places for an image in the chart's values, as "
                            + image.map(name -> "images." + name).orElse("image") + ".values would name them",
                    places.stream().limit(SHOWN).map(this::described).toList()));
        }
        List<String> lines = lines();
        if (!lines.isEmpty()) {
            evidence.add(new Evidence("what the chart's templates say of images", lines));
        }
        return new ReleaseException.Failed(
                Cause.of(kind, summary).seen(evidence).suggesting(advice.orElseGet(() -> advice(places, lines))));
    }

    /** Suggests a place that was tried with success; else a change to the templates that works in any chart. */
    private String advice(List<ImageValues> places, List<String> lines) {
        Optional<ImageValues> good =
                candidates(places).limit(MOST_TRIED).filter(works).findFirst();
        if (good.isPresent()) {
            return "say in the release file " + written(good.get().written());
        }
        String where = lines.isEmpty()
                ? "its templates"
                : lines.stream()
                        .map(line -> line.replaceFirst("(:\\d+):.*", "$1"))
                        .limit(MOST_NAMED)
                        .collect(Collectors.joining(", "));
        return (places.isEmpty()
                        ? "the chart's values have no place for an image that can be named: let "
                        : "no single value of this chart takes the image everywhere: it has several for the app, or one below a"
                                + " key with a dot, or in a list that an environment replaces. Let ")
                + where + " say image: \"{{ .Values." + free()
                + " }}\" where the app runs, and say in the release file "
                + written("{reference: " + free() + "}");
    }

    /** A key of this image's own to suggest. */
    private String free() {
        return image.map(name -> "global." + camelCase(name.value()) + "Image").orElse(FREE);
    }

    /** As the release file would have it, for this image. */
    private String written(String places) {
        return image.map(name -> "images: {" + name + ": {values: " + places + "}}")
                .orElse("image: {values: " + places + "}");
    }

    /** The image in a sentence. */
    static String called(Optional<ImageName> image) {
        return image.map(name -> "image " + name).orElse("the image");
    }

    /** The places as found, and again with each key that sets a registry for all images. */
    private Stream<ImageValues> candidates(List<ImageValues> places) {
        List<String> registries = Stream.of("global.", "")
                .flatMap(before -> REGISTRIES.stream().map(name -> before + name))
                .filter(path -> ValuesPath.of(path).in(values).isTextual())
                .toList();
        Stream<ImageValues> shared = places.stream()
                .filter(place -> place.repository().isPresent())
                .flatMap(place -> registries.stream()
                        .map(registry -> new ImageValues(
                                place.reference(),
                                Optional.of(registry),
                                place.repository(),
                                place.digest(),
                                place.tag())));
        return Stream.concat(places.stream(), shared).distinct();
    }

    private String described(ImageValues place) {
        Map<String, String> now = new LinkedHashMap<>();
        place.paths()
                .forEach((part, path) ->
                        now.put(part, ValuesPath.of(path).in(values).asText("")));
        return place.written() + "   now: " + String.join(" ", now.values()).strip();
    }

    private static List<ImageValues> in(JsonNode tree) {
        List<ImageValues> found = new ArrayList<>();
        walk("", tree, 0, found);
        return found;
    }

    private static void walk(String path, JsonNode tree, int depth, List<ImageValues> found) {
        if (depth > DEEPEST) {
            return;
        }
        if (tree.isObject()) {
            flat(path, tree).ifPresent(found::add);
        }
        Map<String, JsonNode> children = new LinkedHashMap<>();
        tree.properties().forEach(child -> children.put(child.getKey(), child.getValue()));
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            children.put(String.valueOf(i), tree.get(i));
        }
        children.keySet().removeIf(key -> key.indexOf('.') >= 0);
        children.forEach((key, child) -> {
            String below = path.isEmpty() ? key : path + "." + key;
            Optional<ImageValues> place = isName(key, below) ? at(below, child) : Optional.empty();
            place.ifPresent(found::add);
            if (place.isEmpty()) {
                walk(below, child, depth + 1, found);
            }
        });
    }

    /** Whether the key names an image, by a path that can be written: keys with dots can't. */
    private static boolean isName(String key, String path) {
        return IMAGE.matcher(key).matches()
                && key.indexOf('.') < 0
                && PATH.matcher(path).matches();
    }

    /** The place of an image under such a key; absent when the value has no form that we know. */
    private static Optional<ImageValues> at(String path, JsonNode image) {
        if (image.isTextual()) {
            return Optional.of(ImageValues.whole(path));
        }
        Optional<String> repository =
                REPOSITORY.stream().filter(image::has).findFirst().map(key -> path + "." + key);
        return repository.map(name -> new ImageValues(
                Optional.empty(),
                known(image, path, "registry"),
                Optional.of(name),
                known(image, path, "digest"),
                known(image, path, "digest").isPresent()
                        ? Optional.empty()
                        : Optional.of(path + "." + (image.has("version") && !image.has("tag") ? "version" : "tag"))));
    }

    private static Optional<String> known(JsonNode image, String path, String key) {
        return image.has(key) ? Optional.of(path + "." + key) : Optional.empty();
    }

    /** A place made of keys side by side, such as {@code imageRepository} and {@code imageTag}. */
    private static Optional<ImageValues> flat(String path, JsonNode tree) {
        if (!path.isEmpty() && !PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        String before = path.isEmpty() ? "" : path + ".";
        for (String image : List.of("image", "image_")) {
            for (String name : REPOSITORY) {
                String repository = joined(image, name);
                if (tree.path(repository).isTextual()) {
                    boolean digest = tree.has(joined(image, "digest"));
                    String registry = joined(image, "registry");
                    return Optional.of(new ImageValues(
                            Optional.empty(),
                            tree.has(registry) ? Optional.of(before + registry) : Optional.empty(),
                            Optional.of(before + repository),
                            digest ? Optional.of(before + joined(image, "digest")) : Optional.empty(),
                            digest ? Optional.empty() : Optional.of(before + joined(image, "tag"))));
                }
            }
        }
        return Optional.empty();
    }

    private static String joined(String image, String name) {
        return image.endsWith("_") ? image + name : image + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static boolean isUsedAnywhere(PackagedChart chart, Pattern pattern) {
        return isUsed(chart, pattern)
                || chart.subcharts().values().stream().anyMatch(inner -> isUsedAnywhere(inner, pattern));
    }

    private static boolean isUsed(PackagedChart chart, Pattern pattern) {
        return chart.templates().values().stream()
                .anyMatch(text -> pattern.matcher(text).find());
    }

    /** The first lines of templates that set an image, with file and line number. */
    private List<String> lines() {
        List<String> found = new ArrayList<>();
        chart.templates().forEach((file, text) -> {
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (LINE.matcher(lines.get(i)).matches() && found.size() < SHOWN) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        });
        return found;
    }
}
