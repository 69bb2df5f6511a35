package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Identifies the content of a directory where no commit does, by a hash of all its files: their names, their content,
 * whether they can be executed, and of links where they lead.
 */
final class TreeHash {
    private final DataOutputStream out;

    private TreeHash(DataOutputStream out) {
        this.out = out;
    }

    /**
     * SHA-256 over the files that git does not ignore, else over all files, as hexadecimal digits.
     *
     * @param git of the directory; empty when there is no repository
     */
    static String of(Path directory, Optional<Git> git) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DataOutputStream out =
                    new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
                new TreeHash(out).add(directory, git);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw UntoldSource.unreadable(directory, e.toString());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void add(Path directory, Optional<Git> git) throws IOException {
        for (RawName name : git.isPresent() ? seen(git.get()) : all(directory)) {
            text(name.encoded());
            file(name.in(directory), git);
        }
    }

    private void file(Path file, Optional<Git> git) throws IOException {
        if (Files.isSymbolicLink(file)) {
            text("link");
            text(RawName.of(Files.readSymbolicLink(file)).encoded());
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            text(Files.isExecutable(file) ? "program" : "file");
            out.writeLong(Files.size(file));
            Files.copy(file, out);
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            // A submodule, or a repository that nobody has added: git names it, and not what is in it.
            text("repository");
            add(file, git.filter(outer -> Git.isTop(file)).map(outer -> outer.of(file)));
            text("end");
        } else {
            text("absent");
        }
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Collection<RawName> seen(Git git) {
        TreeSet<RawName> names = new TreeSet<>();
        String listed =
                new String(git.bytes("ls-files", "-z", "--cached", "--others", "--exclude-standard"), ISO_8859_1);
        for (String name : listed.split("\0", -1)) {
            if (!name.isEmpty()) {
                names.add(RawName.ofBytes(name.getBytes(ISO_8859_1)));
            }
        }
        return names;
    }

    private static Collection<RawName> all(Path directory) throws IOException {
        TreeSet<RawName> names = new TreeSet<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return visited.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
                names.add(RawName.of(directory.relativize(visited)));
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }

    /**
     * A file's name as bytes. In a container without a locale Java knows only ASCII and can't represent other names as
     * text; as a URI it keeps their bytes.
     *
     * @param encoded its bytes, percent-encoded like {@code %c3} where they are not plain characters
     */
    private record RawName(String encoded) implements Comparable<RawName> {
        private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
        private static final Path ROOT = Path.of("/");

        static RawName ofBytes(byte[] bytes) {
            StringBuilder encoded = new StringBuilder();
            for (byte one : bytes) {
                if (PLAIN.indexOf(one) >= 0) {
                    encoded.append((char) one);
                } else {
                    encoded.append('%').append(String.format("%02x", one & 0xff));
                }
            }
            return new RawName(encoded.toString());
        }

        /** The name of a relative path, or of an absolute one, which then begins with a slash. */
        static RawName of(Path path) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String prefix = path.isAbsolute() ? "/" : "";
            bytes.writeBytes(prefix.getBytes(ISO_8859_1));
            for (int i = 0; i < path.getNameCount(); i++) {
                // Each part by itself: a URI of the whole would ask the disk what is there.
                bytes.writeBytes((i == 0 ? "" : "/").getBytes(ISO_8859_1));
                bytes.writeBytes(decoded(ROOT.resolve(path.getName(i)).toUri().getRawPath()));
            }
            return ofBytes(bytes.toByteArray());
        }

        Path in(Path directory) {
            // Without the slash that git puts after the name of a directory.
            String relative = encoded.replaceAll("/+$", "");
            return directory.resolve(ROOT.relativize(Path.of(URI.create("file:///" + relative))));
        }

        @Override
        public int compareTo(RawName other) {
            return encoded.compareTo(other.encoded);
        }

        /** The bytes of one part of a path, without the slashes around it. */
        private static byte[] decoded(String rawPath) {
            String name = rawPath.replaceAll("^/+|/+$", "");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < name.length(); i++) {
                if (name.charAt(i) == '%') {
                    bytes.write(Integer.parseInt(name.substring(i + 1, i + 3), 16));
                    i += 2;
                } else {
                    bytes.write(name.charAt(i));
                }
            }
            return bytes.toByteArray();
        }
    }
}
