package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page says before each stage which ports do it: that is read by people alone, and so held here. */
class ReleaseRecipeTest {
    private static final Path SOURCES = Path.of("src/main/java/io/kuberelease");
    private static final Pattern ENTRY =
            Pattern.compile("// ([^\\n]*)\\n\\s+(?:recipe\\.)?stage\\(\\s*(?:names\\.id\\()?\"([a-z]+)\"");

    @Test
    void eachStageNamesThePortsThatDoIt() throws Exception {
        String page = Files.readString(SOURCES.resolve("plan/ReleaseRecipe.java"));
        Matcher entries = ENTRY.matcher(page);
        int named = 0;
        while (entries.find()) {
            named++;
            assertThat(ports(entries.group(1))).as(entries.group(2)).allMatch(ReleaseRecipeTest::isPort);
        }

        assertThat(named)
                .isEqualTo(Pattern.compile("[ .]stage\\(\\s*(names|\")")
                        .matcher(page)
                        .results()
                        .count());
    }

    private static List<String> ports(String comment) {
        String named = comment.replaceFirst(":.*", "");
        return named.equals("No port") ? List.of() : List.of(named.split(", ", -1));
    }

    private static boolean isPort(String name) {
        return Files.exists(SOURCES.resolve("port/" + name + ".java"));
    }
}
