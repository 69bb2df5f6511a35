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

/** Makes sure that what a chart renders to runs the image that was tested, and no other of the app's repository. */
final class ImageCheck {
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private final ImageReference expected;
    private final EnvironmentValues values;
    private final List<String> foreign = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int right;

    private ImageCheck(ImageReference expected, EnvironmentValues values) {
        this.expected = expected;
        this.values = values;
    }

    /**
     * Checks every container, those of hooks included.
     *
     * @param values what was rendered with
     * @throws ReleaseException.Failed when a manifest runs another image of the app, or none runs the bundle's
     */
    static void check(Manifests manifests, ImageReference expected, EnvironmentValues values) {
        ImageCheck check = new ImageCheck(expected, values);
        manifests.resources().forEach(check::look);
        check.judge();
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

    private void judge() {
        if (!foreign.isEmpty()) {
            throw refused("the chart would run another image than the one that was tested: " + foreign.get(0), foreign);
        }
        if (right == 0) {
            throw refused("the chart would not run the image that was tested: no container has it", others);
        }
    }

    private ReleaseException refused(String summary, List<String> found) {
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
