package io.kuberelease.adapters.helm;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that rendered manifests run each of the bundle's images, and no other image of their repositories. */
final class ImageCheck {
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private final PerImage<ImageReference> expected;
    private final Map<Optional<ImageName>, List<String>> foreign = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();
    private final Set<Optional<ImageName>> right = new HashSet<>();

    private ImageCheck(PerImage<ImageReference> expected) {
        this.expected = expected;
    }

    /**
     * Checks every container, those of hooks included.
     *
     * @param values the values of the rendering, for advice in a refusal
     * @throws ReleaseException.Failed when a manifest runs another image of the app, or none runs one of the bundle's
     */
    static void check(Manifests manifests, PerImage<ImageReference> expected, EnvironmentValues values) {
        looked(manifests, expected).judge(values);
    }

    /** Whether the manifests run that image, and no other of its repository. */
    static boolean accepts(Manifests manifests, ImageReference expected) {
        ImageCheck check = looked(manifests, PerImage.single(expected));
        return check.foreign.isEmpty() && !check.right.isEmpty();
    }

    /** Whether the manifests run that image, whatever else they run. */
    static boolean runs(Manifests manifests, ImageReference image) {
        return !looked(manifests, PerImage.single(image)).right.isEmpty();
    }

    private static ImageCheck looked(Manifests manifests, PerImage<ImageReference> expected) {
        ImageCheck check = new ImageCheck(expected);
        manifests.resources().forEach(check::look);
        return check;
    }

    private void look(ResourceIdentity resource, Object part) {
        if (part instanceof List<?> list) {
            list.forEach(each -> look(resource, each));
        } else if (part instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (CONTAINERS.contains(String.valueOf(key)) && value instanceof List<?> containers) {
                    containers.forEach(container -> image(resource, container));
                } else {
                    look(resource, value);
                }
            });
        }
    }

    private void image(ResourceIdentity resource, Object container) {
        if (!(container instanceof Map<?, ?> map) || !(map.get("image") instanceof String image)) {
            return;
        }
        String found = resource.display() + ", container " + map.get("name") + ": " + image;
        Optional<PerImage.Entry<ImageReference>> ours = expected.stream()
                .filter(each -> repositoryOf(image)
                        .equals(ImageRepository.canonical(
                                each.value().repository().value())))
                .findFirst();
        if (ours.isEmpty()) {
            others.add(found);
        } else if (image.endsWith("@" + ours.get().value().digest())) {
            right.add(ours.get().name());
        } else {
            foreign.computeIfAbsent(ours.get().name(), none -> new ArrayList<>())
                    .add(found);
        }
    }

    private void judge(EnvironmentValues values) {
        for (PerImage.Entry<ImageReference> image : expected.entries()) {
            List<String> wrong = foreign.getOrDefault(image.name(), List.of());
            if (!wrong.isEmpty()) {
                throw refused(
                        image,
                        values,
                        "the chart would run another image than the one that was tested: " + wrong.get(0),
                        wrong);
            }
        }
        for (PerImage.Entry<ImageReference> image : expected.entries()) {
            if (!right.contains(image.name())) {
                String which = image.name()
                        .map(name -> "image " + name + " of this release")
                        .orElse("the image that was tested");
                throw refused(image, values, "the chart would not run " + which + ": no container has it", others);
            }
        }
    }

    private ReleaseException refused(
            PerImage.Entry<ImageReference> image, EnvironmentValues values, String summary, List<String> found) {
        List<String> lines = new ArrayList<>(found);
        lines.add("expected: " + image.value());
        lines.add("the image was put into the chart's values as "
                + values.shapes().of(image.name()).written());
        return values.images(image.name())
                .refusal(
                        CauseKind.FOREIGN_IMAGE,
                        summary + "; expected " + image.value(),
                        new Evidence("images in the rendered manifests", lines));
    }

    private static String repositoryOf(String image) {
        String withoutDigest = image.split("@", 2)[0];
        int colon = withoutDigest.lastIndexOf(':');
        return ImageRepository.canonical(
                colon > withoutDigest.lastIndexOf('/') ? withoutDigest.substring(0, colon) : withoutDigest);
    }
}
