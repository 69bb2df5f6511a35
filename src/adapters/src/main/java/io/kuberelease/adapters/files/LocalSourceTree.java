package io.kuberelease.adapters.files;

import io.kuberelease.request.SourceTree;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The source in a directory of this machine. */
public final class LocalSourceTree implements SourceTree {
    private final Path directory;

    /**
     * @param directory where the release file is
     */
    public LocalSourceTree(Path directory) {
        this.directory = directory;
    }

    @Override
    public boolean hasFile(String path) {
        try {
            return Files.isRegularFile(directory.resolve(path));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    @Override
    public boolean hasDirectory(String path) {
        try {
            return Files.isDirectory(directory.resolve(path));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
