package io.kuberelease.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a newcomer is told of the code is so. */
class ContributingTest {
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    /** Two humps at least; an annotation is somebody else's class. */
    private static final Pattern CLASS = Pattern.compile("(?<![@\\w.])[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+\\b");

    private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    @Test
    void everyClassThatIsNamedIsThere() throws IOException {
        Set<String> classes = javaFiles();
        List<String> named = CODE.matcher(contributing().text())
                .results()
                .flatMap(code -> CLASS.matcher(code.group(1)).results())
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(named).contains("ArchitectureTest").allSatisfy(name -> assertThat(classes)
                .as("Java files named %s", name)
                .contains(name));
    }

    @Test
    void everyModuleIsToldOnce() throws IOException {
        List<String> rooms = ROOM.matcher(contributing().text())
                .results()
                .map(room -> room.group(1))
                .toList();
        List<String> modules;
        try (Stream<Path> directories = Files.list(Page.ROOT.resolve("src"))) {
            modules = directories
                    .filter(module -> Files.exists(module.resolve("pom.xml")))
                    .map(module -> "src/" + module.getFileName())
                    .toList();
        }

        assertThat(rooms).containsAll(modules).doesNotHaveDuplicates();
    }

    private static Page contributing() throws IOException {
        return Page.of("CONTRIBUTING.md");
    }

    private static Set<String> javaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Page.ROOT.resolve("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
