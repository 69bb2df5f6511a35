package io.kuberelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is a rule, a model or a text of the product belongs into the app, where it is tried without a Jenkins. The plugin
 * has room for what needs Jenkins' own types, and no more.
 */
class PluginSizeTest {
    private static final Path PLUGIN = Path.of("../plugin/src/main/java");
    private static final long MOST_LINES = 8_500;

    @Test
    void thePluginStaysThin() throws IOException {
        try (Stream<Path> files = Files.walk(PLUGIN)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            long lines = 0;
            for (Path source : sources) {
                lines += Files.readAllLines(source).size();
            }

            assertThat(sources).isNotEmpty();
            assertThat(lines)
                    .as("lines of the plugin; what needs no type of Jenkins' goes to src/app")
                    .isLessThanOrEqualTo(MOST_LINES);
        }
    }
}
