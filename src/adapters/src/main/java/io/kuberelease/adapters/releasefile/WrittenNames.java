package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.AppNames;
import io.kuberelease.request.Node;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the names of app and chart before there is a plan, which is left to report what is wrong with them. */
public final class WrittenNames {
    private static final String USUAL_CHART = "chart";

    private WrittenNames() {}

    /**
     * The names in a release file and its chart; empty where they can't be read.
     *
     * @param directory the directory of the release file
     */
    public static AppNames in(Path directory, Node root) {
        String app = text(root, "app")
                .or(() -> child(root, "image")
                        .flatMap(image -> text(image, "repository"))
                        .map(repository -> repository.substring(repository.lastIndexOf('/') + 1)))
                .orElse("");
        String chart =
                child(root, "chart").flatMap(section -> text(section, "path")).orElse(USUAL_CHART);
        return new AppNames(app, chart(directory, chart).orElse(""));
    }

    private static Optional<String> chart(Path directory, String path) {
        try {
            ReadResult read = ReleaseFile.read(directory.resolve(path).resolve("Chart.yaml"), "Chart.yaml");
            return read.match(found -> text(found.root(), "name"), unreadable -> Optional.empty());
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Node parent, String key) {
        return child(parent, key)
                .filter(Node.Scalar.class::isInstance)
                .map(Node.Scalar.class::cast)
                .map(Node.Scalar::text);
    }

    private static Optional<Node> child(Node parent, String key) {
        if (!(parent instanceof Node.Mapping mapping)) {
            return Optional.empty();
        }
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Node.Entry::value)
                .findFirst();
    }
}
