package io.kuberelease.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, taken apart into what can be tried. */
record Page(Path path, String text) {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    static Page of(String file) throws IOException {
        Path path = ROOT.resolve(file);
        return new Page(path, Files.readString(path));
    }

    /** Every page that people read. */
    static List<Page> all() throws IOException {
        List<Page> pages = new ArrayList<>();
        for (String room : List.of("docs", "dev", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(room))) {
                for (Path file : files.filter(Page::isPage).sorted().toList()) {
                    pages.add(new Page(file, Files.readString(file)));
                }
            }
        }
        pages.add(of("README.md"));
        pages.add(of("CONTRIBUTING.md"));
        return pages;
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md") && !file.toString().contains("node_modules");
    }

    /** The blocks between fences of that language. */
    List<String> blocks(String language) {
        return FENCE.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The commands of that program: lines of the shell blocks, and what stands between backticks in the text. */
    List<String> commands(String program) {
        Stream<String> lines = blocks("sh").stream().flatMap(String::lines);
        Stream<String> spans =
                CODE.matcher(FENCE.matcher(text).replaceAll("")).results().map(span -> span.group(1));
        return Stream.concat(lines, spans)
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .filter(line -> line.startsWith(program + " "))
                .toList();
    }

    /** What the page links to and is part of the project, without the place on it. */
    List<String> links() {
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1).replaceFirst("#.*", ""))
                .filter(target -> !target.isEmpty() && !target.contains("://"))
                .toList();
    }

    /** The words of a command after the program. */
    static String[] arguments(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            words.add(Stream.of(matcher.group(1), matcher.group(2), matcher.group(3))
                    .filter(group -> group != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    @Override
    public String toString() {
        return ROOT.relativize(path).toString();
    }
}
