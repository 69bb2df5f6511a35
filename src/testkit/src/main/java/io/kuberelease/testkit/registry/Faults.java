package io.kuberelease.testkit.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The faults of a {@link FaultyRegistry}. Each is for one time, unless it says otherwise. */
public final class Faults {
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> stripped = ConcurrentHashMap.newKeySet();
    private OptionalLong upload = OptionalLong.empty();
    private OptionalLong download = OptionalLong.empty();
    private Runnable whenCut = () -> {};
    private boolean losing;
    private boolean altering;
    private volatile boolean mountsRefused;
    private volatile boolean immutableTags;
    private volatile long largest = Long.MAX_VALUE;

    Faults() {}

    /**
     * An answer in the registry's place.
     *
     * @param request the beginning of what is refused, for example {@code PATCH /v2/}
     */
    public record Refusal(String request, int status, Map<String, String> headers, String body) {}

    /** Refuses the next request that begins so. */
    public synchronized void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    /**
     * Breaks the connection of the next upload after this many bytes; what has arrived is kept, so that it can be
     * resumed.
     */
    public synchronized void cutUploadAfter(long bytes) {
        upload = OptionalLong.of(bytes);
        losing = false;
    }

    /** Breaks the connection of the next upload; the registry forgets what has arrived, as docker-registry 2.8 does. */
    public synchronized void loseUploadAfter(long bytes) {
        upload = OptionalLong.of(bytes);
        losing = true;
    }

    /** Runs the action each time an upload is broken. */
    public synchronized void onCut(Runnable action) {
        whenCut = action;
    }

    /** Breaks the connection of the next download of a blob after this many bytes. */
    public synchronized void cutDownloadAfter(long bytes) {
        download = OptionalLong.of(bytes);
        altering = false;
    }

    /** From now on, alters one byte of each download of a blob, at this place. */
    public synchronized void alterDownloadsAt(long place) {
        download = OptionalLong.of(place);
        altering = true;
    }

    /** From now on, answers lack this header. */
    public void strip(String header) {
        stripped.add(header);
    }

    /** From now on, no blob is mounted from another repository. */
    public void refuseMounts() {
        mountsRefused = true;
    }

    /** From now on, a tag that exists can't be moved. */
    public void keepTagsImmutable() {
        immutableTags = true;
    }

    /** From now on, a request with more bytes is refused. */
    public void refuseLargerThan(long bytes) {
        largest = bytes;
    }

    synchronized Optional<Refusal> refusalOf(String request) {
        Optional<Refusal> found = refusals.stream()
                .filter(each -> request.startsWith(each.request()))
                .findFirst();
        found.ifPresent(refusals::remove);
        return found;
    }

    synchronized OptionalLong takeUpload() {
        OptionalLong taken = upload;
        upload = OptionalLong.empty();
        return taken;
    }

    /** Blobs that are too short for the fault pass. */
    synchronized OptionalLong takeDownload(long length) {
        OptionalLong taken = download;
        if (taken.orElse(length) >= length) {
            return OptionalLong.empty();
        }
        download = altering ? download : OptionalLong.empty();
        return taken;
    }

    synchronized Runnable whenCut() {
        return whenCut;
    }

    synchronized boolean losing() {
        return losing;
    }

    synchronized boolean altering() {
        return altering;
    }

    boolean strips(String header) {
        return stripped.stream().anyMatch(header::equalsIgnoreCase);
    }

    boolean mountsRefused() {
        return mountsRefused;
    }

    boolean immutableTags() {
        return immutableTags;
    }

    long largest() {
        return largest;
    }
}
