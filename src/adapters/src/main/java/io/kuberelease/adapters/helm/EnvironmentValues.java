package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.ReleaseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The values of a chart in one environment: those of the bundle, with the image put in. */
final class EnvironmentValues {
    private final Bundle bundle;
    private final PackagedChart chart;
    private final ObjectNode own;
    private final ObjectNode all;
    private final Predicate<ImageValues> works;

    /** For callers that do not render: a place works if the image can be put there in every environment. */
    EnvironmentValues(Bundle bundle, EnvironmentName environment, PackagedChart chart) {
        this(bundle, environment, chart, place -> fitsEverywhere(bundle, chart, place));
    }

    /**
     * @param works whether an image that is put there reaches a container in every environment
     */
    EnvironmentValues(Bundle bundle, EnvironmentName environment, PackagedChart chart, Predicate<ImageValues> works) {
        this.bundle = bundle;
        this.works = works;
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
     * The values with the image, as JSON.
     *
     * @throws ReleaseException.Failed when the chart has something else where the image should go
     */
    String withImage() {
        ObjectNode values = own.deepCopy();
        ImageValues shape = shape();
        parts(shape).forEach((path, text) -> set(values, path, text, shape));
        return ValuesTree.text(values);
    }

    /** The place of the image: that of the release file, else one found in the chart. */
    ImageValues shape() {
        return bundle.imageValues().equals(ImageValues.USUAL) ? images().usual() : bundle.imageValues();
    }

    /** The places for images in the chart's values. */
    ChartImages images() {
        return new ChartImages(chart, all, works);
    }

    /** A digest of the image, its place, the chart's content and the values, without the version. */
    String fingerprint() {
        return Digest.of(String.join(
                        "\n",
                        bundle.image().toString(),
                        bundle.imageValues().toString(),
                        chart.contentApartFromVersion().value(),
                        ValuesTree.text(own)))
                .value();
    }

    /** A copy of the bundle with another place for its image. */
    static Bundle with(Bundle bundle, ImageValues place) {
        return new Bundle(
                bundle.app(),
                bundle.version(),
                bundle.commit(),
                bundle.image(),
                place,
                bundle.chart(),
                bundle.values());
    }

    private static boolean fitsEverywhere(Bundle bundle, PackagedChart chart, ImageValues place) {
        Bundle tried = with(bundle, place);
        return bundle.values().keySet().stream()
                .allMatch(environment -> new EnvironmentValues(tried, environment, chart, none -> false).fits());
    }

    private boolean fits() {
        ObjectNode values = own.deepCopy();
        try {
            parts(bundle.imageValues())
                    .forEach((path, text) -> ValuesPath.of(path).set(values, all, text));
            return true;
        } catch (IllegalArgumentException inTheWay) {
            return false;
        }
    }

    private Map<String, String> parts(ImageValues shape) {
        ImageReference image = bundle.image();
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
            shape.tag().ifPresent(path -> parts.put(path, bundle.version().asTag() + "@" + digest));
        }
        return parts;
    }

    private boolean isKnown(String path) {
        return !ValuesPath.of(path).in(all).isMissingNode();
    }

    private void set(ObjectNode values, String path, String text, ImageValues shape) {
        try {
            ValuesPath.of(path).set(values, all, text);
        } catch (IllegalArgumentException inTheWay) {
            throw images().refusal(
                            CauseKind.BAD_INPUT,
                            "can't put the image into the chart's values as " + shape.written() + ": " + path + " "
                                    + inTheWay.getMessage());
        }
    }
}
