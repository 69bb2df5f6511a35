package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The worker program, which contains Helm. It is a compressed resource, and is extracted once under its digest, so that
 * several versions and processes, even of other containers, can share a directory.
 */
final class HelmWorkerProgram {
    private static final String RESOURCES = "/io/kuberelease/helmworker/";
    private static final String PREFIX = "helm-worker-";
    private static final int DIGITS = 16;
    /** A process that still needs one that was removed extracts it again. */
    private static final Duration OF_OLD_VERSIONS = Duration.ofDays(30);

    private final String platform;

    HelmWorkerProgram(String os, String architecture) {
        this.platform = os(os) + "-" + architecture(architecture);
    }

    /** The program for this machine's platform. */
    static HelmWorkerProgram ofThisMachine() {
        return new HelmWorkerProgram(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * The path of the program in the directory, where it is extracted if missing.
     *
     * @throws ReleaseException.Failed when there is none for this machine
     */
    Path in(Path directory) throws IOException {
        String digest = digest();
        Path program = directory.resolve(PREFIX + digest.substring(0, DIGITS));
        if (!Files.isExecutable(program)) {
            takeOut(directory, program, digest);
        }
        return program;
    }

    private String digest() throws IOException {
        try (InputStream text = resource(".sha256")) {
            return new String(text.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }

    /** Extracts the program and renames it atomically, so that processes may do this at the same time. */
    private void takeOut(Path directory, Path program, String digest) throws IOException {
        Files.createDirectories(directory);
        removeOld(directory);
        Path partial = Files.createTempFile(directory, PREFIX, ".new");
        try {
            String found = write(partial);
            if (!found.equals(digest)) {
                throw new IOException("the Helm worker that this program carries is damaged: it should be " + digest
                        + ", and is " + found + "; install the program again");
            }
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
            Files.move(partial, program, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Writes the program, synced to the disk so that a crash leaves no half of it, and returns its digest. */
    private String write(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream content = new DigestInputStream(new GZIPInputStream(resource(".gz"), 1 << 16), sha256);
                FileChannel disk = FileChannel.open(file, StandardOpenOption.WRITE)) {
            content.transferTo(java.nio.channels.Channels.newOutputStream(disk));
            disk.force(true);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private InputStream resource(String suffix) throws IOException {
        @Nullable InputStream found = HelmWorkerProgram.class.getResourceAsStream(RESOURCES + platform + suffix);
        if (found == null) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.MISSING_TOOL, "this kube-release carries no Helm for " + platform)
                            .suggesting(
                                    "take the download that was built for all platforms: linux and darwin, amd64 and arm64"));
        }
        return new FilterInputStream(found) {};
    }

    private static void removeOld(Path directory) throws IOException {
        long last = System.currentTimeMillis() - OF_OLD_VERSIONS.toMillis();
        try (DirectoryStream<Path> programs = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path program : programs) {
                if (program.toFile().lastModified() < last) {
                    Files.deleteIfExists(program);
                }
            }
        }
    }

    private static String os(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("mac") ? "darwin" : lower.replace(' ', '-');
    }

    private static String architecture(String name) {
        return List.of("x86_64", "amd64").contains(name)
                ? "amd64"
                : List.of("aarch64", "arm64").contains(name) ? "arm64" : name;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
