package io.kuberelease.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where in the chart's values one image is put: each place takes all of it.
 *
 * @param all at least one
 * @param isUsual whether none were configured, so that the chart is asked for its own; the usual one stands for it then
 */
public record ImagePlaces(List<ImageValues> all, boolean isUsual) {
    /** None were configured. */
    public static final ImagePlaces USUAL = new ImagePlaces(List.of(ImageValues.USUAL), true);

    public ImagePlaces {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no value takes the image");
        }
    }

    /** Places that were configured, the usual one too. */
    public ImagePlaces(List<ImageValues> all) {
        this(all, false);
    }

    /** One place that was configured. */
    public static ImagePlaces of(ImageValues place) {
        return new ImagePlaces(List.of(place));
    }

    /** What {@link #simple} gave: there the usual place means that none was configured. */
    public static ImagePlaces ofSimple(ImageValues place) {
        return place.equals(ImageValues.USUAL) ? USUAL : of(place);
    }

    /** The only place, where it alone tells all there is to know: not for the usual one if that was written out. */
    public Optional<ImageValues> simple() {
        return Optional.of(all.get(0)).filter(place -> ofSimple(place).equals(this));
    }

    /** As the release file writes it. */
    public String written() {
        return all.size() == 1
                ? all.get(0).written()
                : all.stream().map(ImageValues::written).collect(Collectors.joining(", ", "[", "]"));
    }
}
