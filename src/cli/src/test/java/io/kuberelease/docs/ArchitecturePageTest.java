package io.kuberelease.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture of the classes is of use only while they are called so. */
class ArchitecturePageTest {
    private static final Path TOP = Path.of("../..");
    private static final Pattern CLASS =
            Pattern.compile("(?<![\\w.])([A-Z][a-z]+[A-Z]\\w*|Decision|Deployer|Ports|Commands)(?!\\w)");

    @Test
    void eachClassInThePictureAndTheTablesIsThere() throws IOException {
        Set<String> there = classes();
        Set<String> named = new TreeSet<>();
        Matcher names = CLASS.matcher(Files.readString(TOP.resolve("docs/architecture.md")));
        while (names.find()) {
            named.add(names.group(1));
        }

        assertThat(named).hasSizeGreaterThan(25);
        assertThat(there).containsAll(named);
    }

    /** A class that only passes the request on would make a gap in the list, or one more of it. */
    @Test
    void theWayToTheFirstStageIsShortAndWithoutGaps() throws IOException {
        String page = Files.readString(TOP.resolve("docs/architecture.md"));
        List<String> way = Pattern.compile("(?m)^\\d+\\. `(\\w+)`")
                .matcher(page)
                .results()
                .map(step -> step.group(1))
                .toList();

        assertThat(way).hasSizeBetween(10, 15).startsWith("KubeReleaseStep").endsWith("ReleaseRun", "ReleaseEngine");
        for (int i = 1; i < way.size(); i++) {
            String code = code(way.subList(0, i));
            assertThat(Pattern.compile("\\b" + way.get(i) + "\\b").matcher(code).find())
                    .as(way.get(i) + " is known to a class before it")
                    .isTrue();
        }
    }

    private static String code(List<String> types) throws IOException {
        try (Stream<Path> files = Files.walk(TOP.resolve("src"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> types.contains(file.getFileName().toString().replaceFirst("\\.java$", "")))
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(TOP.resolve("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
