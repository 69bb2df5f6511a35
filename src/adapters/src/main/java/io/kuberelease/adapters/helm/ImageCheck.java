package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes sure that what a chart renders to runs the image that was tested, and no other of the app's repository. */
final class ImageCheck {
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private final ImageReference expected;
    private final ImageValues imageValues;
    private final List<String> foreign = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int right;

    private ImageCheck(ImageReference expected, ImageValues imageValues) {
        this.expected = expected;
        this.imageValues = imageValues;
    }

    /**
     * Checks every container, those of hooks included.
     *
     * @throws ReleaseException.Failed when a manifest runs another image of the app, or none runs the bundle's
     */
    static void check(Manifests manifests, ImageReference expected, ImageValues imageValues) {
        ImageCheck check = new ImageCheck(expected, imageValues);
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
        if (!repositoryOf(image).equals(expected.repository().value())) {
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
        return new ReleaseException.Failed(Cause.of(CauseKind.FOREIGN_IMAGE, summary + "; expected " + expected)
                .seen(List.of(new Evidence("images in the rendered manifests", lines)))
                .suggesting("make the chart's templates use " + fields()
                        + ", or say in image.values of the release file which values take the image"));
    }

    private String fields() {
        return ".Values." + imageValues.repository()
                + imageValues.digest().map(path -> " and .Values." + path).orElse("")
                + imageValues
                        .tag()
                        .map(path -> (imageValues.digest().isPresent() ? " (or .Values." : " and .Values.")
                                + path
                                + (imageValues.digest().isPresent() ? ")" : ""))
                        .orElse("");
    }

    private static String repositoryOf(String image) {
        String withoutDigest = image.split("@", 2)[0];
        int colon = withoutDigest.lastIndexOf(':');
        return colon > withoutDigest.lastIndexOf('/') ? withoutDigest.substring(0, colon) : withoutDigest;
    }
}
