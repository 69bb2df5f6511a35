package io.kuberelease.model;

/**
 * An image of a bundle.
 *
 * @param reference the image, by digest
 * @param places where in the chart's values it is put
 */
public record PlacedImage(ImageReference reference, ImagePlaces places) {

    /** An only image that is put in one place; the usual one means that none was configured. */
    public static PerImage<PlacedImage> single(ImageReference reference, ImageValues place) {
        return PerImage.single(new PlacedImage(reference, ImagePlaces.ofSimple(place)));
    }
}
