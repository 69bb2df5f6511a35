package io.kuberelease.app;

import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the files of a source that are needed where it is not: the chart and the environments' values. Symbolic links
 * are followed, as Helm does, and what they lead to is carried under the link's name; none may lead out of the source.
 */
public final class CarriedFiles {
    /** A chart that is larger could not be stored in the cluster by Helm either. */
    private static final long LARGEST = 20_000_000;

    private final Path root;
    private final Map<String, byte[]> files = new HashMap<>();
    private long size;

    /**
     * @param root the directory of the release file
     */
    public CarriedFiles(Path root) {
        this.root = root;
    }

    /**
     * Reads the files that a plan needs: their content, by path relative to the release file.
     *
     * @throws IOException when one leads out of the source, or all are too large
     */
    public Map<String, byte[]> of(ReleasePlan plan) throws IOException {
        for (Stage stage : plan.stages()) {
            if (stage.task() instanceof StageTask.PackageChart chart) {
                take(root.resolve(chart.chart().path()));
            } else if (stage.task() instanceof StageTask.WriteBundle bundle) {
                for (String file : bundle.environments().stream()
                        .flatMap(each -> each.values().stream())
                        .toList()) {
                    take(root.resolve(file));
                }
            }
        }
        return files;
    }

    private void requireInside(Path file) throws IOException {
        Path name = root.relativize(file);
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new IOException(name + " is a link to " + Files.readSymbolicLink(file)
                    + ", which is not there; remove the link, or make what it leads to");
        }
        if (!file.toRealPath().startsWith(root.toRealPath())) {
            throw new IOException(name + " leads out of the source; put a copy where the link is");
        }
        if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IOException(name + " is neither a file nor a directory; remove it");
        }
    }

    private void take(Path top) throws IOException {
        List<Path> found;
        requireInside(top);
        try (Stream<Path> walk = Files.walk(top, FileVisitOption.FOLLOW_LINKS)) {
            found = walk.filter(path -> !Files.isDirectory(path)).toList();
        } catch (UncheckedIOException broken) {
            throw new IOException(root.relativize(top) + " can't be read: " + broken.getMessage(), broken);
        }
        for (Path file : found) {
            requireInside(file);
            size += Files.size(file);
            if (size > LARGEST) {
                throw new IOException("chart and values are larger than " + LARGEST / 1_000_000
                        + " MB; leave what the chart does not need out of its directory");
            }
            files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
    }
}
