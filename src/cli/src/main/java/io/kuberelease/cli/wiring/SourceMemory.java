package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.git.BranchCheckout;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The place of a release's source, kept beside its journal, so that it can be resumed from any directory. What was
 * checked out for the release alone is checked out again.
 */
public final class SourceMemory implements AutoCloseable {
    private static final String FILE = "source";

    private Optional<BranchCheckout> again = Optional.empty();

    /**
     * Where a release's source is.
     *
     * @param directory of the release file
     * @param repository from which that was checked out for this release alone; absent when it is a directory that stays
     */
    public record Place(Path directory, Optional<Path> repository) {
        /** A directory that stays. */
        public static Place of(Path directory) {
            return new Place(directory, Optional.empty());
        }
    }

    /** Writes the place. */
    static void remember(Path release, Place source) {
        String text = source.directory()
                + source.repository().map(from -> "\n" + from + "\n").orElse("");
        try {
            Files.writeString(release.resolve(FILE), text);
        } catch (IOException e) {
            throw failed("write", release, e);
        }
    }

    /**
     * The directory of the release file, until this is closed. For a release that another machine began, it is the
     * release's own directory, which has no source: once a journal is in a cluster, all that comes from the source is in
     * the registry.
     *
     * @param release whose process is gone
     * @param commit of its source
     */
    Path recall(Path release, String commit, Map<String, String> environment) {
        Path kept = release.resolve(FILE);
        List<String> lines;
        try {
            lines = Files.exists(kept) ? Files.readAllLines(kept) : List.of(release.toString());
        } catch (IOException e) {
            throw failed("read", release, e);
        }
        Path directory = Path.of(lines.isEmpty() ? release.toString() : lines.get(0));
        if (lines.size() > 1 && again.isEmpty()) {
            Path repository = Path.of(lines.get(1));
            again = BranchCheckout.again(repository, directory, commit, environment);
            again.ifPresent(checkout -> remember(release, new Place(checkout.directory(), Optional.of(repository))));
        }
        return again.map(BranchCheckout::directory).orElse(directory);
    }

    @Override
    public void close() {
        again.ifPresent(BranchCheckout::close);
    }

    private static ReleaseException.Errored failed(String verb, Path release, IOException e) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "can't " + verb + " " + release.resolve(FILE) + ": " + e.getMessage()),
                Duration.ZERO,
                e);
    }
}
