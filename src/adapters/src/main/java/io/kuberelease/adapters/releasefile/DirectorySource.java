package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The source in a directory, that of the release file; a link that leads out of it counts as not there. */
public final class DirectorySource implements SourceTree {
    private final Path root;

    public DirectorySource(Path root) {
        this.root = root;
    }

    @Override
    public boolean hasFile(String path) {
        return isInside(path) && Files.isRegularFile(root.resolve(path));
    }

    @Override
    public boolean hasDirectory(String path) {
        return isInside(path) && Files.isDirectory(root.resolve(path));
    }

    private boolean isInside(String path) {
        try {
            return root.resolve(path).toRealPath().startsWith(root.toRealPath());
        } catch (IOException | InvalidPathException notThere) {
            return false;
        }
    }
}
