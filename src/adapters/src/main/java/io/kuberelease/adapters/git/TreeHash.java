package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Names the content of a directory where no commit does: the same files give the same name. */
final class TreeHash {
    private TreeHash() {}

    /** SHA-256 over names and contents of what git would see, else of all files, as hexadecimal digits. */
    static String of(Path directory) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                for (String file : files(directory)) {
                    out.write((file + "\0").getBytes(UTF_8));
                    Path path = directory.resolve(file);
                    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                        Files.copy(path, out);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the source in " + directory, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static List<String> files(Path directory) throws IOException {
        List<String> known = new Git(directory).lines("ls-files", "--cached", "--others", "--exclude-standard");
        if (!known.isEmpty()) {
            return known.stream().sorted().distinct().toList();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> directory.relativize(file).toString())
                    .filter(file -> !file.startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
