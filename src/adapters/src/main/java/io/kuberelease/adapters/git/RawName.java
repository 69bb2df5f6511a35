package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;

/**
 * A file's name as the bytes that it is. In a container without a locale Java knows ASCII alone and can't say other names as
 * text; as a URI it hands their bytes on.
 *
 * @param encoded its bytes, those that are no plain letters as {@code %c3}
 */
record RawName(String encoded) implements Comparable<RawName> {
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

    /** Of a relative path, or of an absolute one, which then begins with a slash. */
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
        // Ends in no slash, also of a directory that git has marked with one.
        String relative = encoded.replaceAll("/+$", "");
        return directory.resolve(ROOT.relativize(Path.of(URI.create("file:///" + relative))));
    }

    @Override
    public int compareTo(RawName other) {
        return encoded.compareTo(other.encoded);
    }

    /** Of one part, which a slash stands before and may stand behind. */
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
