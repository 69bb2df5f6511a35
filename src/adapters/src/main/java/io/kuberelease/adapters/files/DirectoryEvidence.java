package io.kuberelease.adapters.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EvidenceStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** Keeps the evidence of each failed stage as a text file in a directory of the release. */
public final class DirectoryEvidence implements EvidenceStore {
    private final Path directory;

    /**
     * @param directory created when the first evidence is kept
     */
    public DirectoryEvidence(Path directory) {
        this.directory = directory;
    }

    @Override
    public String keep(StageId stage, Cause cause) {
        Path file = file(stage);
        try {
            Files.createDirectories(directory);
            Path written = Files.createTempFile(directory, stage.value(), ".part");
            Files.writeString(written, text(stage, cause), UTF_8);
            try (FileChannel channel = FileChannel.open(written, java.nio.file.StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file.toString();
        } catch (IOException e) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "can't write the evidence " + file + ": " + e.getMessage())
                            .suggesting("make room, or check the directory's permissions"),
                    Duration.ZERO,
                    e);
        }
    }

    /** The file of a stage; empty when nothing was kept of it. */
    public Optional<Path> find(StageId stage) {
        return Optional.of(file(stage)).filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    private Path file(StageId stage) {
        return directory.resolve(stage + ".txt");
    }

    private static String text(StageId stage, Cause cause) {
        StringBuilder text = new StringBuilder();
        text.append(stage).append(": ").append(cause.summary()).append('\n');
        for (Evidence evidence : cause.evidence()) {
            text.append('\n').append(evidence.title()).append('\n');
            evidence.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        cause.suggestion()
                .ifPresent(advice ->
                        text.append("\nPerhaps you should ").append(advice).append(".\n"));
        return text.toString();
    }
}
