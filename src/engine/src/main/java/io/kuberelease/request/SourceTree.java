package io.kuberelease.request;

import java.util.Optional;

/** Read access to the source, so that the compiler can tell of a missing file at once. */
public interface SourceTree {

    /** Whether there is a regular file at the path, which is relative to the release file. */
    boolean hasFile(String path);

    /** Whether there is a directory at the path, which is relative to the release file. */
    boolean hasDirectory(String path);

    /** Why a file that is there can't be read as text; absent when it can, or when nobody looks. */
    default Optional<String> unreadable(String path) {
        return Optional.empty();
    }

    /** The text of the regular file at the path; absent when there is none, or it can't be read as text. */
    default Optional<String> text(String path) {
        return Optional.empty();
    }

    /** Why a file that is there is no YAML that Helm can read as values; absent when it is, or when nobody looks. */
    default Optional<Fault> faultOfValues(String path) {
        return Optional.empty();
    }

    /**
     * What is wrong within a file.
     *
     * @param place in the file
     */
    record Fault(Place place, String reason, String fix) {}
}
