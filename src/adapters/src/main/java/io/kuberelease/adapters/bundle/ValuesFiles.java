package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The values files beside a release file. */
final class ValuesFiles {
    /** Helm keeps values in a Secret, which takes no more. */
    private static final int MOST_BYTES = 1 << 20;

    private final Path source;

    /**
     * @param source the directory of the release file
     */
    ValuesFiles(Path source) {
        this.source = source;
    }

    /**
     * The text of a file.
     *
     * @throws RefusedValues when it is missing, too large, outside the release file's directory, or not UTF-8
     */
    String text(String name) throws RefusedValues {
        Path file = inside(name);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw refused(
                        name, "is larger than 1 MiB, more than Helm can keep", "keep large content out of values");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException other) {
            throw refused(name, "is not UTF-8", "save it as UTF-8");
        } catch (IOException unreadable) {
            throw refused(name, "can't be read: " + unreadable.getClass().getSimpleName(), "see who may read it");
        }
    }

    private Path inside(String name) throws RefusedValues {
        try {
            Path file = source.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw refused(name, "is not there", "create it, or mend its name under values in the release file");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(source.toRealPath())) {
                throw refused(name, "lies outside the directory of the release file", "move it there");
            }
            return real;
        } catch (IOException | InvalidPathException unreadable) {
            throw refused(name, "can't be found", "mend its name under values in the release file");
        }
    }

    private static RefusedValues refused(String name, String reason, String fix) {
        return new RefusedValues(new Finding(new Place(name, 0, 0), "", reason, fix));
    }
}
