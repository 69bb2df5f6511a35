package io.kuberelease.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.JournalBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SinksTest {
    private static final StageId DEPLOY = new StageId("staging.deploy");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.US_ASCII);

    @Test
    void plainOutputIsALineForEachThingThatMattersAndTheWayOn() throws Exception {
        JournalBuilder journalBuilder = waiting();
        TerminalSink sink = create(OutputMode.PLAIN, journalBuilder);

        tell(sink, journalBuilder, 1);
        sink.close();

        assertThat(text().lines().toList())
                .startsWith("polls 1.4.0  main 3f2c1ab  →  staging, production")
                .anyMatch(line -> line.startsWith("✔ test         48 passed"))
                .anyMatch(line -> line.startsWith("✔ staging      revision 4  verified"))
                .contains("● production   waits for approval by release-managers")
                .endsWith("  Approve with: kube-release approve r1");
        assertThat(text()).doesNotContain("\033");
    }

    @Test
    void plainOutputRepeatsNoLineAndTellsResourcesOnlyWhenTheyChange() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled().deploying("staging", 4);
        TerminalSink sink = create(OutputMode.PLAIN, journalBuilder);

        tell(sink, journalBuilder, 1);
        sink.resource(DEPLOY, JournalBuilder.resource("Deployment", "polls", 1, 3, ""));
        sink.resource(DEPLOY, JournalBuilder.resource("Deployment", "polls", 1, 3, ""));
        sink.resource(DEPLOY, JournalBuilder.resource("Deployment", "polls", 2, 3, "pulling image"));

        assertThat(text().lines().filter(line -> line.startsWith("  staging:")))
                .containsExactly(
                        "  staging: deployment/polls 1 of 3 ready",
                        "  staging: deployment/polls 2 of 3 ready, pulling image");
        assertThat(text().lines()).doesNotHaveDuplicates();
    }

    @Test
    void plainOutputSaysOfEachFoiledTryWhyAndWhenItIsTriedAgain() throws Exception {
        Cause away = Cause.of(CauseKind.UNAVAILABLE, "push to registry.example failed: 503")
                .suggesting("look at registry.example");
        JournalBuilder journalBuilder =
                JournalBuilder.begins().foiled("build", 1, away).after(1).foiled("build", 2, away);
        TerminalSink sink = create(OutputMode.PLAIN, journalBuilder);

        tell(sink, journalBuilder, 1);

        assertThat(text().lines().filter(line -> line.startsWith("↻")))
                .containsExactly(
                        "↻ build: try 1 failed: push to registry.example failed: 503; tried again in 1 s",
                        "↻ build: try 2 failed: push to registry.example failed: 503; tried again in 2 s");
        assertThat(text()).contains("    Perhaps you should look at registry.example.");
    }

    @Test
    void jsonOutputIsTheJournalAndTheProgressBetween() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled();
        TerminalSink sink = create(OutputMode.JSON, journalBuilder);

        tell(sink, journalBuilder, 1);
        sink.log(new StageId("test"), "test", "a \"line\"\nand \033more");
        sink.resource(DEPLOY, JournalBuilder.resource("Deployment", "polls", 1, 3, ""));
        sink.note(DEPLOY, "installing");

        List<String> lines = text().lines().toList();
        int entries = journalBuilder.entries().size() - 1;
        assertThat(lines).hasSize(entries + 3);
        assertThat(new JournalCodec().read(lines.get(0)))
                .isEqualTo(journalBuilder.entries().get(1));
        assertThat(new ObjectMapper().readTree(lines.get(entries)).path("line").asText())
                .isEqualTo("a \"line\"\nand \033more");
        assertThat(lines.get(entries + 1)).contains("\"progress\":\"resource\"", "deployment/polls", "\"wanted\":3");
        assertThat(lines.get(entries + 2)).contains("\"progress\":\"note\"", "installing");
    }

    @Test
    void aLiveTerminalKeepsTheLastPictureAndGoesOnBelowAQuestion() throws Exception {
        JournalBuilder journalBuilder = waiting();
        LiveSink sink = live(journalBuilder, new TerminalSize(90, 30));
        tell(sink, journalBuilder, 1);
        sink.pause(journalBuilder.state());
        out.print("Release?\n");
        int asked = journalBuilder.entries().size();

        journalBuilder
                .ends("production.approval", new StageOutput.Done())
                .done("production.lock")
                .starts("production.deploy")
                .deployed("production", 3)
                .over(ReleaseResult.SUCCEEDED);
        tell(sink, journalBuilder, asked);
        sink.close();

        List<String> shown = new Emulator(90).after(text());
        assertThat(shown.get(0)).startsWith("polls 1.4.0");
        assertThat(shown).filteredOn(line -> line.startsWith("✔ staging")).hasSize(1);
        assertThat(shown.indexOf("Release?")).isEqualTo(7);
        assertThat(shown.get(8)).startsWith("✔ production   revision 3");
        assertThat(shown).last().asString().startsWith("✔ polls 1.4.0 is in staging and production");
    }

    @Test
    void aLiveTerminalSaysHowToGoOnWhenNobodyDecidesHere() throws Exception {
        JournalBuilder journalBuilder = waiting();
        LiveSink sink = live(journalBuilder, TerminalSize.USUAL);

        tell(sink, journalBuilder, 1);
        sink.close();

        assertThat(new Emulator(80).after(text())).endsWith("  Approve with: kube-release approve r1");
    }

    @Test
    void whatIsDrawnInPlaceLosesNothingAtTheRightEdge() throws Exception {
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled();
        TerminalSize narrow = new TerminalSize(46, 30);
        LiveSink sink = live(journalBuilder, narrow);
        tell(sink, journalBuilder, 1);

        String drawn;
        synchronized (sink) {
            sink.redraw();
            drawn = text();
        }

        assertThat(new Emulator(46).after(drawn)).anyMatch(line -> line.startsWith("✔ test") && line.endsWith("6.0 s"));
    }

    @Test
    void withoutColoursNothingButTheCursorIsControlled() throws Exception {
        JournalBuilder journalBuilder = waiting();
        LiveSink sink = live(journalBuilder, TerminalSize.USUAL);

        tell(sink, journalBuilder, 1);
        sink.close();

        assertThat(Pattern.compile("\033\\[[0-9;]*m").matcher(text()).find()).isFalse();
    }

    @Test
    void theSizeOfATerminalIsReadAsSttyPrintsIt() {
        assertThat(TerminalSize.parse("24 132\n")).contains(new TerminalSize(132, 24));
        assertThat(TerminalSize.parse("0 0")).isEmpty();
        assertThat(TerminalSize.parse("stty: standard input: Inappropriate ioctl"))
                .isEmpty();
    }

    private static JournalBuilder waiting() {
        return JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .waits("production");
    }

    private TerminalSink create(OutputMode mode, JournalBuilder journalBuilder) {
        return TerminalSinks.create(mode, out, Map.of("TERM", "xterm"), clock(journalBuilder));
    }

    private LiveSink live(JournalBuilder journalBuilder, TerminalSize size) {
        PrintStream utf8 = new PrintStream(out, false, StandardCharsets.UTF_8);
        return new LiveSink(new Canvas(utf8, Palette.NONE), () -> size, clock(journalBuilder));
    }

    private static InstantSource clock(JournalBuilder journalBuilder) {
        return journalBuilder::now;
    }

    private static void tell(TerminalSink sink, JournalBuilder journalBuilder, int from) throws InterruptedException {
        List<JournalEntry> entries = journalBuilder.entries();
        ReleaseState state = ReleaseState.of(entries.subList(0, from));
        for (JournalEntry entry : entries.subList(from, entries.size())) {
            state = state.after(entry);
            sink.event(entry, state);
        }
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
