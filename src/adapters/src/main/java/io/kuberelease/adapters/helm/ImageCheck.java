package io.kuberelease.adapters.helm;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that rendered manifests run the image that was tested, and no other image of the app's repository. */
final class ImageCheck {
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private final ImageReference expected;
    private final List<String> foreign = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int right;

    private ImageCheck(ImageReference expected) {
        this.expected = expected;
    }

    /**
     * Checks every container, those of hooks included.
     *
     * @param values the values of the rendering, for advice in a refusal
     * @throws ReleaseException.Failed when a manifest runs another image of the app, or none runs the bundle's
     */
    static void check(Manifests manifests, ImageReference expected, EnvironmentValues values) {
        looked(manifests, expected).judge(values);
    }

    /** Whether the manifests run the image, and no other of its repository. */
    static boolean accepts(Manifests manifests, ImageReference expected) {
        ImageCheck check = looked(manifests, expected);
        return check.foreign.isEmpty() && check.right > 0;
    }

    private static ImageCheck looked(Manifests manifests, ImageReference expected) {
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
        if (!repositoryOf(image)
                .equals(ImageRepository.canonical(expected.repository().value()))) {
            others.add(found);
        } else if (image.endsWith("@" + expected.digest())) {
            right++;
        } else {
            foreign.add(found);
        }
    }

    private void judge(EnvironmentValues values) {
        if (!foreign.isEmpty()) {
            throw refused(
                    values,
                    "the chart would run another image than the one that was tested: " + foreign.get(0),
                    foreign);
        }
        if (right == 0) {
            throw refused(values, "the chart would not run the image that was tested: no container has it", others);
        }
    }

    private ReleaseException refused(EnvironmentValues values, String summary, List<String> found) {
        List<String> lines = new ArrayList<>(found);
        lines.add("expected: " + expected);
        lines.add(
                "the image was put into the chart's values as " + values.shape().written());
        return values.images()
                .refusal(
                        CauseKind.FOREIGN_IMAGE,
                        summary + "; expected " + expected,
                        new Evidence("images in the rendered manifests", lines));
    }

    private static String repositoryOf(String image) {
        String withoutDigest = image.split("@", 2)[0];
        int colon = withoutDigest.lastIndexOf(':');
        return ImageRepository.canonical(
                colon > withoutDigest.lastIndexOf('/') ? withoutDigest.substring(0, colon) : withoutDigest);
    }
}
