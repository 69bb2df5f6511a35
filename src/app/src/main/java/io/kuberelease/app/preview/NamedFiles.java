package io.kuberelease.app.preview;

import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.app.preview.ShownFiles.Unshown;
import io.kuberelease.request.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The files that a release file names and that decide what is deployed: the chart, its values, how the image is built. */
final class NamedFiles {
    private final String directory;

    private NamedFiles(String directory) {
        this.directory = directory;
    }

    /**
     * Their paths, relative to the top of the repository.
     *
     * @throws Unshown when it can't be read, or names a path out of the repository
     */
    static List<String> of(String releaseFile, byte[] content) throws Unshown {
        ReadResult result = ReleaseFile.parse(content, releaseFile);
        if (!(result instanceof ReadResult.Read read)) {
            throw new Unshown(releaseFile + " is no release file that can be read");
        }
        int end = releaseFile.lastIndexOf('/');
        return new NamedFiles(end < 0 ? "" : releaseFile.substring(0, end + 1)).in(read.root());
    }

    private List<String> in(Node root) throws Unshown {
        List<String> paths = new ArrayList<>();
        Optional<Node> chart = child(root, "chart");
        if (chart.flatMap(said -> child(said, "repository")).isEmpty()) {
            paths.add(path(chart.flatMap(said -> text(said, "path")).orElse("chart")));
        }
        Optional<Node> image = child(root, "image");
        String context = image.flatMap(said -> text(said, "context")).orElse(".");
        paths.add(path(image.flatMap(said -> text(said, "dockerfile"))
                .orElse(context.equals(".") ? "Dockerfile" : context + "/Dockerfile")));
        Set<String> values = new TreeSet<>();
        values(root, values);
        for (String each : values) {
            paths.add(path(each));
        }
        return paths;
    }

    /** Wherever lists of values are: which of them a preview takes is for the compiler to say. */
    private static void values(Node node, Set<String> found) {
        if (node instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                if (entry.key().equals("values") && entry.value() instanceof Node.Sequence list) {
                    list.items().forEach(item -> text(item).ifPresent(found::add));
                } else {
                    values(entry.value(), found);
                }
            }
        }
    }

    private String path(String written) throws Unshown {
        String path = directory + (written.startsWith("./") ? written.substring(2) : written);
        if (written.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
            throw new Unshown(written + " leads out of the directory of the release file");
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static Optional<String> text(Node node, String key) {
        return child(node, key).flatMap(NamedFiles::text);
    }

    private static Optional<String> text(Node node) {
        return node instanceof Node.Scalar scalar && scalar.type() != Node.Type.NULL
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private static Optional<Node> child(Node node, String key) {
        return node instanceof Node.Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .map(Node.Entry::value)
                        .findFirst()
                : Optional.empty();
    }
}
