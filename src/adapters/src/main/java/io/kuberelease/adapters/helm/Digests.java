package io.kuberelease.adapters.helm;

import io.kuberelease.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Content addresses of what we hold in memory. */
final class Digests {
    private Digests() {}

    static Digest of(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Digest("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
