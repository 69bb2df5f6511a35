package io.jenkins.plugins.kuberelease.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The releases that are under way, each known by its directory. */
final class UnderWay {
    private final Map<Path, Hosted> byDirectory = new ConcurrentHashMap<>();

    /** The one in the directory; begun when there is none yet. */
    Hosted join(Path directory, Function<Path, Hosted> begin) {
        return byDirectory.computeIfAbsent(directory, begin);
    }

    Optional<Hosted> find(Path directory) {
        return Optional.ofNullable(byDirectory.get(directory));
    }

    /** It is over. */
    void remove(Path directory, Hosted over) {
        byDirectory.remove(directory, over);
    }

    /**
     * Closes what belongs to each.
     *
     * @throws RuntimeException the first problem, with the others suppressed in it; the rest is closed all the same
     */
    void close() {
        Closings.all(byDirectory.values().stream().map(Hosted::belongings).toList());
    }
}
