package io.kuberelease.adapters.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of a journal's file, of which the last may have been cut off by a crash. */
final class JournalFile {
    private JournalFile() {}

    static Stream<String> wholeLines(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    /** Reads no further than its end: journals grow, and who only asks whose one is needs no more of it. */
    static Optional<String> firstWholeLine(Path file) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                if (next == '\n') {
                    return Optional.of(line.toString(UTF_8));
                }
                line.write(next);
            }
        }
        return Optional.empty();
    }

    static long lengthOfWholeLines(FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }
}
