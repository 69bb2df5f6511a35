package io.kuberelease.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.cli.ExitCode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.JournalBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts rely on the lines of {@code --output json} and on exit codes: what they are is in the documentation. */
class JsonLinesTest {
    private static final StageId STAGE = new StageId("staging.deploy");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonSink sink = new JsonSink(new PrintStream(out, true, UTF_8));

    @Test
    void anEntryOfTheJournalIsALineOfFourFields() throws IOException {
        List<JournalEntry> entries = JournalBuilder.begins().bundled().entries();
        entries.forEach(entry -> sink.event(entry, ReleaseState.of(entries)));

        assertThat(lines()).hasSameSizeAs(entries).allSatisfy(line -> {
            assertThat(names(line)).containsExactly("v", "n", "at", "event");
            assertThat(line.path("v").asInt()).isEqualTo(1);
            assertThat(line.path("event").path("type").asText()).matches("planned|stage-(started|ended)");
        });
    }

    @Test
    void progressIsToldInThreeKindsOfLines() throws IOException {
        sink.log(STAGE, "helm", "a \"line\"");
        sink.resource(STAGE, JournalBuilder.resource("Deployment", "polls", 1, 3, "1 of 3 ready"));
        sink.note(STAGE, "waits");

        List<JsonNode> lines = lines();
        assertThat(names(lines.get(0))).containsExactly("progress", "stage", "source", "line");
        assertThat(names(lines.get(1)))
                .containsExactly("progress", "stage", "resource", "namespace", "current", "wanted", "ready", "message");
        assertThat(names(lines.get(2))).containsExactly("progress", "stage", "text");
    }

    @Test
    void everyFieldAndEveryExitCodeIsInTheDocumentation() throws IOException {
        String api = Files.readString(Path.of("../../docs/api.md"));
        String guide = Files.readString(Path.of("../../docs/guide.md"));

        assertThat(api).contains("`v`, `n`, `at`, `event`");
        assertThat(api)
                .contains("`source`, `line`", "`resource`, `namespace`, `current`, `wanted`, `ready`, `message`");
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).containsExactly(0, 1, 2, 3, 4, 130);
        assertThat(ExitCode.values()).allSatisfy(code -> assertThat(guide).contains("\n| " + code.number() + " | "));
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(UTF_8).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static List<String> names(JsonNode line) {
        List<String> names = new ArrayList<>();
        line.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
