package io.kuberelease.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The content address of an image, an artifact or a file.
 *
 * @param value {@code sha256:} and 64 lower-case hexadecimal digits, as in the OCI image specification
 */
public record Digest(String value) {
    private static final Pattern RULE = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int SHORT_HEX = 8;

    public Digest {
        Check.matches("digest", value, RULE, "sha256: followed by 64 hexadecimal digits");
    }

    /** The content address of these bytes. */
    public static Digest of(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Digest("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The content address of this text in UTF-8. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The 64 hexadecimal digits without the algorithm. */
    public String hex() {
        return value.substring("sha256:".length());
    }

    /** Enough of the digest for a person to recognise it, for example {@code sha256:9b1c02af}. */
    public String abbreviated() {
        return "sha256:" + hex().substring(0, SHORT_HEX);
    }

    @Override
    public String toString() {
        return value;
    }
}
