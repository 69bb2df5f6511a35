package io.kuberelease.app.page;

import io.kuberelease.view.TextSanitizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A file that a release left, as it is sent to browsers: plain text only, since its lines come from containers and
 * programs. Secrets were masked in it when it was written.
 */
public record KeptFile(Path path) {
    /** The headers that go with the text. */
    public static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "text/plain;charset=UTF-8",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; sandbox",
            "Cache-Control", "no-store");

    /** More than a person reads in a browser, and little enough to be held in memory. */
    static final int MOST_BYTES = 8 << 20;

    /**
     * The text, without anything that moves a cursor or turns words round; when it is very long, its beginning, which
     * says so at its end.
     *
     * @param line what the host itself takes out of each line
     * @throws IOException when it can't be read, or is a link to another file
     */
    public String text(UnaryOperator<String> line) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        boolean whole = bytes.length <= MOST_BYTES;
        StringBuilder text = new StringBuilder(bytes.length);
        new String(bytes, 0, whole ? bytes.length : MOST_BYTES, StandardCharsets.UTF_8)
                .lines()
                .map(each -> TextSanitizer.text(line.apply(each)))
                .forEach(each -> text.append(each).append('\n'));
        return whole ? text.toString() : text + "… the file is longer; no more of it is shown here\n";
    }
}
