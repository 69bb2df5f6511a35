package io.kuberelease.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The scripts and styles of the pages, from this jar. A host serves them below an address that contains {@link
 * #digest}: the files there never change, so browsers may keep them for a year.
 */
public final class WebAssets {
    /** The value for the header {@code Cache-Control} of files that are served below the digest. */
    public static final String CACHING = "private, max-age=31536000, immutable";

    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final String STYLE = "text/css;charset=utf-8";
    private static final int DIGEST_LENGTH = 16;

    /** All files by name: a jar can't be listed, and nothing else in it is served. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("axis.js", SCRIPT),
            Map.entry("board.js", SCRIPT),
            Map.entry("cause.js", SCRIPT),
            Map.entry("decision.js", SCRIPT),
            Map.entry("dom.js", SCRIPT),
            Map.entry("environments.js", SCRIPT),
            Map.entry("facts.js", SCRIPT),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("icons.js", SCRIPT),
            Map.entry("job.js", SCRIPT),
            Map.entry("live.js", SCRIPT),
            Map.entry("main.js", SCRIPT),
            Map.entry("page.css", STYLE),
            Map.entry("previews.js", SCRIPT),
            Map.entry("release.js", SCRIPT),
            Map.entry("releases.js", SCRIPT),
            Map.entry("search.js", SCRIPT),
            Map.entry("stages.js", SCRIPT),
            Map.entry("standing.js", SCRIPT),
            Map.entry("theme.css", STYLE),
            Map.entry("words.js", SCRIPT));

    private static final Map<String, Asset> ASSETS = load();
    private static final String DIGEST = digestOf(ASSETS);

    private WebAssets() {}

    /** A file to be served. */
    public static final class Asset {
        private final String type;
        private final byte[] content;

        private Asset(String type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        /** The value for the header {@code Content-Type}. */
        public String type() {
            return type;
        }

        /** A copy of its bytes. */
        public byte[] content() {
            return content.clone();
        }
    }

    /** The digest of all files together; it changes when any of them does. */
    public static String digest() {
        return DIGEST;
    }

    /**
     * Finds the file at a path; absent when there is none.
     *
     * @param path the digest, a slash and the file's name, taken from a request: need not be valid
     */
    public static Optional<Asset> find(String path) {
        String below = DIGEST + "/";
        return path.startsWith(below)
                ? Optional.ofNullable(ASSETS.get(path.substring(below.length())))
                : Optional.empty();
    }

    /** The names of all files. */
    static Iterable<String> names() {
        return ASSETS.keySet();
    }

    private static Map<String, Asset> load() {
        Map<String, Asset> assets = new TreeMap<>();
        TYPES.forEach((name, type) -> assets.put(name, new Asset(type, read(name))));
        return Collections.unmodifiableMap(assets);
    }

    private static byte[] read(String name) {
        try (InputStream in = Objects.requireNonNull(
                WebAssets.class.getResourceAsStream(name), () -> name + " is not in the program")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + name + " from the program", e);
        }
    }

    private static String digestOf(Map<String, Asset> assets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            assets.forEach((name, asset) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(asset.content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
