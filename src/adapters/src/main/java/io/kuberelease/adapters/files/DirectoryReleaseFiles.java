package io.kuberelease.adapters.files;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.ReleaseFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A release's files in a directory, each named by the digest of its content. */
public final class DirectoryReleaseFiles implements ReleaseFiles {
    private final Path directory;

    /**
     * @param directory created when the first file is kept
     */
    public DirectoryReleaseFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public Digest keep(byte[] content) {
        Digest digest = Digest.of(content);
        Path file = file(digest);
        try {
            if (!isKept(file, digest)) {
                write(content, file);
            }
            return digest;
        } catch (IOException problem) {
            throw unavailable("keep", file, reason(problem));
        }
    }

    @Override
    public byte[] read(Digest digest) {
        Path file = file(digest);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException problem) {
            throw unavailable("read", file, reason(problem));
        }
        if (!Digest.of(content).equals(digest)) {
            throw unavailable("read", file, "its content is not what was kept there");
        }
        return content;
    }

    private static boolean isKept(Path file, Digest digest) throws IOException {
        return Files.isRegularFile(file) && Digest.of(Files.readAllBytes(file)).equals(digest);
    }

    /** The name appears only once the content is on the disk; a crash leaves a file that nobody looks for. */
    private void write(byte[] content, Path file) throws IOException {
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, "unfinished-", "");
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private Path file(Digest digest) {
        return directory.resolve("sha256-" + digest.hex());
    }

    private static ReleaseException unavailable(String what, Path file, String why) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not " + what + " the release's file " + file + ": " + why)
                        .suggesting("check the directory and its disk, or start a new release"),
                Duration.ZERO);
    }

    private static String reason(IOException problem) {
        return problem.getClass().getSimpleName() + " " + problem.getMessage();
    }
}
