package io.kuberelease.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where in the chart's values one image is put: each place takes all of it.
 *
 * @param all at least one
 */
public record ImagePlaces(List<ImageValues> all) {
    /** None were configured, so the chart is asked for its own. */
    public static final ImagePlaces USUAL = of(ImageValues.USUAL);

    public ImagePlaces {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no value takes the image");
        }
    }

    /** One place. */
    public static ImagePlaces of(ImageValues place) {
        return new ImagePlaces(List.of(place));
    }

    /** Whether the chart's own values decide. */
    public boolean isUsual() {
        return equals(USUAL);
    }

    /** As the release file writes it. */
    public String written() {
        return all.size() == 1
                ? all.get(0).written()
                : all.stream().map(ImageValues::written).collect(Collectors.joining(", ", "[", "]"));
    }
}
