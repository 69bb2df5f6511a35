package io.kuberelease.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The releases that a host holds, each known by its directory and open once. */
public final class RunningReleases {
    private final Map<Path, RunningRelease> byDirectory = new ConcurrentHashMap<>();

    /**
     * Returns the release in the directory, adding the given one when there is none. Does not wait for any to be
     * opened.
     */
    public RunningRelease join(Path directory, RunningRelease fresh) {
        RunningRelease known = byDirectory.putIfAbsent(directory, fresh);
        return known == null ? fresh : known;
    }

    /** The release in the directory, also when it is not open yet. */
    public Optional<RunningRelease> find(Path directory) {
        return Optional.ofNullable(byDirectory.get(directory));
    }

    /** Removes a release that is over; does nothing when another one is in the directory by now. */
    public void remove(Path directory, RunningRelease over) {
        byDirectory.remove(directory, over);
    }

    /**
     * Closes all releases without ending them, to be resumed when the host is back.
     *
     * @throws RuntimeException the first problem, with the others suppressed in it; the rest is closed all the same
     */
    public void close() {
        Closings.all(byDirectory.values().stream()
                .<Runnable>map(release -> release::rest)
                .toList());
    }
}
