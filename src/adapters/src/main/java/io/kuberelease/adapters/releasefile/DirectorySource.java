package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.SourceTree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The source in the release file's directory; a symbolic link that leads out of it counts as missing. */
public final class DirectorySource implements SourceTree {
    private static final long LARGEST = 1024 * 1024;

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

    @Override
    public Optional<String> text(String path) {
        try {
            return hasFile(path) && Files.size(root.resolve(path)) <= LARGEST
                    ? Optional.of(Files.readString(root.resolve(path)))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> unreadable(String path) {
        if (!hasFile(path)) {
            return Optional.empty();
        }
        try {
            if (Files.size(root.resolve(path)) > LARGEST) {
                return Optional.of("is larger than 1 MiB, more than Helm can keep");
            }
            Files.readString(root.resolve(path));
            return Optional.empty();
        } catch (CharacterCodingException other) {
            return Optional.of("is not UTF-8");
        } catch (IOException unreadable) {
            return Optional.of("can't be read: " + unreadable.getClass().getSimpleName());
        }
    }

    @Override
    public Optional<Fault> faultOfValues(String path) {
        return text(path).flatMap(text -> ValuesSyntax.fault(path, text));
    }

    private boolean isInside(String path) {
        try {
            return root.resolve(path).toRealPath().startsWith(root.toRealPath());
        } catch (IOException | InvalidPathException notThere) {
            return false;
        }
    }
}
