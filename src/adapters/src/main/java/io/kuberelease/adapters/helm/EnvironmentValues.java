package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The values of a chart in one environment: those of the bundle, with the images put in. */
final class EnvironmentValues {
    private static final int TAG_HEX = 12;

    private final Bundle bundle;
    private final PackagedChart chart;
    private final ObjectNode own;
    private final ObjectNode all;
    private final Trial trial;

    /** The places of images, once they were looked for: that takes a look at all of the chart. */
    private final Map<Optional<ImageName>, List<ImageValues>> places = new HashMap<>();

    /** Tries a place for one of the images. */
    interface Trial {
        /** Whether that image, put there, reaches a container in every environment. */
        boolean works(Optional<ImageName> image, ImageValues place);
    }

    /** For callers that do not render: a place works if the image can be put there in every environment. */
    EnvironmentValues(Bundle bundle, EnvironmentName environment, PackagedChart chart) {
        this(bundle, environment, chart, (image, place) -> fitsEverywhere(bundle, chart, image, place));
    }

    EnvironmentValues(Bundle bundle, EnvironmentName environment, PackagedChart chart, Trial trial) {
        this.bundle = bundle;
        this.trial = trial;
        this.chart = chart;
        this.own = ValuesTree.read(Optional.ofNullable(bundle.values().get(environment))
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "the bundle of " + bundle.app() + " " + bundle.version()
                                        + " holds no values for environment " + environment)
                        .suggesting("release again, so that the bundle knows this environment"))));
        this.all = ValuesTree.over(chart.defaults(), own);
    }

    /**
     * The values with the images, as JSON.
     *
     * @throws ReleaseException.Failed when the chart has something else where an image should go, or two would go there
     */
    String withImages() {
        return with((image, place) -> image.value().reference());
    }

    /** One of several places of an image, with the image that {@link #withMarks} puts there alone. */
    record Mark(Optional<ImageName> image, ImageValues place, ImageReference reference) {}

    /** The places of images that have several. */
    List<Mark> marks() {
        return bundle.images().stream()
                .filter(image -> image.value().places().all().size() > 1)
                .flatMap(image -> places(image).stream()
                        .map(place -> new Mark(
                                image.name(), place, marked(image.value().reference(), place))))
                .toList();
    }

    /** As {@link #withImages}, but of images that have several places each place has a made-up one, by which it is known. */
    String withMarks() {
        return with((image, place) -> image.value().places().all().size() > 1
                ? marked(image.value().reference(), place)
                : image.value().reference());
    }

    private static ImageReference marked(ImageReference image, ImageValues place) {
        return new ImageReference(image.repository(), Digest.of("at " + place.written()));
    }

    private String with(BiFunction<PerImage.Entry<PlacedImage>, ImageValues, ImageReference> references) {
        ObjectNode values = own.deepCopy();
        Map<String, PerImage.Entry<PlacedImage>> taken = new LinkedHashMap<>();
        bundle.images().stream().forEach(image -> {
            for (ImageValues place : places(image)) {
                parts(references.apply(image, place), place).forEach((path, text) -> {
                    Optional.ofNullable(taken.put(path, image))
                            .filter(other ->
                                    !place.registry().equals(Optional.of(path)) || !isRegistry(other, path, text))
                            .ifPresent(other -> refuseSecond(path, image, other));
                    set(values, path, text, image.name(), place);
                });
            }
        });
        return ValuesTree.text(values);
    }

    /** Whether the image has its registry's host there, and the same: one value may be that of many. */
    private boolean isRegistry(PerImage.Entry<PlacedImage> image, String path, String host) {
        return image.value().reference().repository().registry().equals(host)
                && places(image).stream().anyMatch(place -> place.registry().equals(Optional.of(path)));
    }

    private void refuseSecond(String path, PerImage.Entry<PlacedImage> image, PerImage.Entry<PlacedImage> other) {
        if (!other.equals(image)) {
            throw images(image.name())
                    .refusal(
                            CauseKind.BAD_INPUT,
                            "can't put two images into one of the chart's values: " + path + " would take both "
                                    + other.name().map(ImageName::value).orElse("one") + " and "
                                    + image.name().map(ImageName::value).orElse("the other"));
        }
    }

    /** The places of each image: those of the release file, else one found in the chart. */
    PerImage<ImagePlaces> shapes() {
        return new PerImage<>(bundle.images().stream()
                .map(image -> new PerImage.Entry<>(image.name(), new ImagePlaces(places(image))))
                .toList());
    }

    private List<ImageValues> places(PerImage.Entry<PlacedImage> image) {
        ImagePlaces said = image.value().places();
        return said.isUsual()
                ? places.computeIfAbsent(
                        image.name(), name -> List.of(images(name).usual()))
                : said.all();
    }

    /** The places for one of the images in the chart's values. */
    ChartImages images(Optional<ImageName> image) {
        return new ChartImages(chart, all, image, place -> trial.works(image, place));
    }

    /** A digest of the images, their places, the chart's content and the values, without the version. */
    String fingerprint() {
        return Digest.of(String.join(
                        "\n",
                        said(image -> image.reference().toString()),
                        said(image -> said(image.places())),
                        chart.contentApartFromVersion().value(),
                        ValuesTree.text(own)))
                .value();
    }

    /** In an order that the release file does not decide. */
    private String said(Function<PlacedImage, String> words) {
        return bundle.images().stream().map(image -> image.said(words)).sorted().collect(Collectors.joining("\n"));
    }

    /** As it was said before there could be several places, so that what is deployed stays unchanged. */
    private static String said(ImagePlaces places) {
        return places.simple().map(ImageValues::toString).orElseGet(() -> places.all()
                .toString());
    }

    /** A copy of the bundle with another place for one of its images. */
    static Bundle with(Bundle bundle, Optional<ImageName> image, ImageValues place) {
        return new Bundle(
                bundle.app(),
                bundle.version(),
                bundle.commit(),
                bundle.images()
                        .map((name, placed) -> name.equals(image)
                                ? new PlacedImage(placed.reference(), ImagePlaces.of(place))
                                : placed),
                bundle.chart(),
                bundle.values());
    }

    private static boolean fitsEverywhere(
            Bundle bundle, PackagedChart chart, Optional<ImageName> image, ImageValues place) {
        return bundle.values().keySet().stream()
                .allMatch(environment -> new EnvironmentValues(bundle, environment, chart, (other, none) -> false)
                        .fits(bundle.images().of(image).reference(), place));
    }

    private boolean fits(ImageReference image, ImageValues place) {
        ObjectNode values = own.deepCopy();
        try {
            parts(image, place).forEach((path, text) -> ValuesPath.of(path).set(values, all, text));
            return true;
        } catch (IllegalArgumentException inTheWay) {
            return false;
        }
    }

    private Map<String, String> parts(ImageReference image, ImageValues shape) {
        String digest = image.digest().value();
        Map<String, String> parts = new LinkedHashMap<>();
        shape.reference().ifPresent(path -> parts.put(path, image.toString()));
        shape.registry().ifPresent(path -> parts.put(path, image.repository().registry()));
        shape.repository()
                .ifPresent(path -> parts.put(
                        path,
                        shape.registry().isPresent()
                                ? image.repository().path()
                                : image.repository().value()));
        boolean byDigest = shape.digest()
                .filter(path -> shape.tag().isEmpty() || isKnown(path))
                .isPresent();
        if (byDigest) {
            shape.digest().ifPresent(path -> parts.put(path, digest));
        } else {
            shape.tag().ifPresent(path -> parts.put(path, tag(image) + "@" + digest));
        }
        return parts;
    }

    /**
     * The tag before the digest, by which people know the image: the version; among several the digest's beginning, since
     * one that did not change keeps its pods only where nothing of it changes.
     */
    private String tag(ImageReference image) {
        return bundle.images().only().isPresent()
                ? bundle.version().asTag()
                : image.digest().hex().substring(0, TAG_HEX);
    }

    private boolean isKnown(String path) {
        return !ValuesPath.of(path).in(all).isMissingNode();
    }

    private void set(ObjectNode values, String path, String text, Optional<ImageName> image, ImageValues shape) {
        try {
            ValuesPath.of(path).set(values, all, text);
        } catch (IllegalArgumentException inTheWay) {
            throw images(image)
                    .refusal(
                            CauseKind.BAD_INPUT,
                            "can't put " + ChartImages.called(image) + " into the chart's values as " + shape.written()
                                    + ": " + path + " " + inTheWay.getMessage());
        }
    }
}
