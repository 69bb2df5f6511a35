package io.kuberelease.request;

/** What can be known of the source without changing it; asked by the compiler so that a missing file is told at once. */
public interface SourceTree {

    /** Whether there is a regular file at the path, which is relative to the release file. */
    boolean hasFile(String path);

    /** Whether there is a directory at the path, which is relative to the release file. */
    boolean hasDirectory(String path);
}
