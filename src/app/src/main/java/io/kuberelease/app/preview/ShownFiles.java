package io.kuberelease.app.preview;

import io.kuberelease.view.TextSanitizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person looks at before a stranger's branch is deployed: its release file, its chart and its Dockerfile, whole. What
 * can't be shown whole is not deployed.
 *
 * @param refused why it can't be shown; absent when everything is
 */
public record ShownFiles(List<ShownFile> files, Optional<String> refused) {
    /** More than anybody reads. */
    static final int MOST_FILES = 200;

    static final int LARGEST = 512 * 1024;
    private static final int DEEPEST = 8;

    public ShownFiles {
        files = List.copyOf(files);
    }

    /** A file, its lines harmless to show. */
    public record ShownFile(String path, List<String> lines) {
        public ShownFile {
            lines = List.copyOf(lines);
        }
    }

    /** The files of one revision of a repository. Methods may block. */
    public interface Tree {
        /** What stands at a path, relative to the top. */
        Kind kind(String path) throws IOException, InterruptedException;

        /** The names in a directory. */
        List<String> names(String path) throws IOException, InterruptedException;

        /**
         * A file's bytes.
         *
         * @param most one byte more at most is read
         * @throws IOException also when it is not there
         */
        byte[] read(String path, int most) throws IOException, InterruptedException;
    }

    /** What stands at a path. */
    public enum Kind {
        NONE,
        FILE,
        DIRECTORY,
        /** A link, or what else is neither. */
        OTHER
    }

    /** Why something can't be shown. */
    static final class Unshown extends Exception {
        private static final long serialVersionUID = 1;

        Unshown(String why) {
            super(why);
        }
    }

    /**
     * Reads what is to be shown.
     *
     * @param releaseFile its path, relative to the top
     * @param governing the content of the release file that the host goes by, which need not be the one that is shown: what
     *     it names is what is deployed
     */
    public static ShownFiles read(Tree tree, String releaseFile, byte[] governing) throws InterruptedException {
        Reading reading = new Reading(tree);
        try {
            if (tree.kind(releaseFile) != Kind.NONE) {
                reading.all(releaseFile);
            }
            for (String path : NamedFiles.of(releaseFile, governing)) {
                reading.all(path);
            }
            return new ShownFiles(reading.files, Optional.empty());
        } catch (Unshown | IOException why) {
            return new ShownFiles(
                    reading.files,
                    Optional.of("It can't be shown whole, so it can't be deployed: "
                            + TextSanitizer.text(String.valueOf(why.getMessage()))));
        }
    }

    private static final class Reading {
        private final Tree tree;
        private final List<ShownFile> files = new ArrayList<>();
        private final Set<String> read = new HashSet<>();
        private int bytes;

        Reading(Tree tree) {
            this.tree = tree;
        }

        /** What stands at a path, with all that is below it. */
        void all(String first) throws IOException, InterruptedException, Unshown {
            Deque<String> open = new ArrayDeque<>(List.of(first));
            while (!open.isEmpty()) {
                String path = open.removeFirst();
                switch (tree.kind(path)) {
                    case FILE -> file(path);
                    case DIRECTORY -> {
                        if (path.chars().filter(each -> each == '/').count() >= DEEPEST) {
                            throw new Unshown(path + " is too deep a directory");
                        }
                        List<String> names = tree.names(path).stream()
                                .sorted(Comparator.reverseOrder())
                                .toList();
                        names.forEach(name -> open.addFirst(path + "/" + name));
                    }
                    case NONE -> throw new Unshown("there is no " + path);
                    case OTHER -> throw new Unshown(path + " is a link, or no plain file");
                }
            }
        }

        private void file(String path) throws IOException, InterruptedException, Unshown {
            if (!read.add(path)) {
                return;
            }
            byte[] content = tree.read(path, LARGEST - bytes);
            bytes += content.length;
            if (bytes > LARGEST || files.size() == MOST_FILES) {
                throw new Unshown("with " + path + " it is more than " + MOST_FILES + " files, or more than "
                        + LARGEST / 1024 + " KiB");
            }
            List<String> lines = lines(path, content);
            if (path.endsWith("Chart.yaml") && lines.stream().anyMatch(line -> line.contains("file:"))) {
                throw new Unshown(path + " takes in another chart of the repository (file:)");
            }
            files.add(new ShownFile(TextSanitizer.text(path), lines));
        }
    }

    /** What is not seen would not be judged. */
    private static List<String> lines(String path, byte[] content) throws Unshown {
        List<String> written;
        try {
            written = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException notText) {
            throw new Unshown(path + " is no text");
        }
        List<String> seen = TextSanitizer.lines(written);
        for (int i = 0; i < seen.size(); i++) {
            if (!seen.get(i).equals(written.get(i).replace("\t", "    "))) {
                throw new Unshown(path + " has characters that are not seen, in line " + (i + 1));
            }
        }
        return seen;
    }
}
