package io.jenkins.plugins.kuberelease.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The releases that live on this controller, each known by its directory. */
final class UnderWay {
    private final Map<Path, Life> byDirectory = new ConcurrentHashMap<>();

    /** The one in the directory: the given one when there was none. Nothing waits here for another to be opened. */
    Life join(Path directory, Life fresh) {
        Life known = byDirectory.putIfAbsent(directory, fresh);
        return known == null ? fresh : known;
    }

    Optional<Life> find(Path directory) {
        return Optional.ofNullable(byDirectory.get(directory));
    }

    /** It is over. */
    void remove(Path directory, Life over) {
        byDirectory.remove(directory, over);
    }

    /**
     * Lets each rest until Jenkins is back.
     *
     * @throws RuntimeException the first problem, with the others suppressed in it; the rest is closed all the same
     */
    void close() {
        Closings.all(
                byDirectory.values().stream().<Runnable>map(life -> life::rest).toList());
    }
}
