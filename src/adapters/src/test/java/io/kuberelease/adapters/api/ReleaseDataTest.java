package io.kuberelease.adapters.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Journals of real releases, and of releases made from them, as the API tells them: the documents are promised, so they
 * are kept beside the journals. {@code -Dgolden.write=true} writes them anew.
 */
class ReleaseDataTest {
    private static final Path KEPT = Path.of("src/test/resources/api");
    private static final Path REFERENCE = Path.of("../../docs/api.md");
    private static final StageId DEPLOY = new StageId("staging.deploy");

    private final ApiCodec codec = new ApiCodec();

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "tested-before", "waiting", "crash-loop", "tests-failed", "aborted"})
    void aJournalIsToldAsItAlwaysWas(String name) throws IOException {
        String told = codec.writePretty(release(name, Details.NONE));

        assertThat(told).isEqualTo(kept(name, told));
    }

    @Test
    void whatIsKnownBeyondTheJournalIsToldOfStagesUnderWay() throws IOException {
        Details details = Details.keeping(2)
                .note(DEPLOY, "waiting for deployment/polls")
                .log(DEPLOY, "first")
                .log(DEPLOY, "\u001b[32msecond\u001b[0m")
                .log(DEPLOY, "third")
                .resource(DEPLOY, deployment(1));

        String told = codec.writePretty(release("deploying", details));

        assertThat(told).isEqualTo(kept("deploying", told));
    }

    @Test
    void howFarAFailedDeploymentHadComeIsToldFromTheJournalAlone() throws IOException {
        List<JournalEntry> entries = new ArrayList<>(journal("deploying"));
        entries.add(new JournalEntry(
                entries.size(),
                Instant.parse("2026-11-21T12:00:00Z"),
                new ReleaseEvent.StageEnded(
                        DEPLOY,
                        1,
                        new StageOutcome.Failed(
                                Cause.of(CauseKind.CRASH_LOOP, "exit code 3"),
                                Optional.of(new StageOutput.NotReady(List.of(deployment(1))))))));

        assertThat(codec.write(ReleaseData.of(entries, Details.NONE)))
                .contains("\"current\":1,\"wanted\":2,")
                .contains("1 of 2 updated pods available");
    }

    /** Whoever is called to it reads who did it, and what stands where. */
    @Test
    void anAbortedReleaseSaysWhoEndedItAndWhatStandsWhere() throws IOException {
        List<JournalEntry> entries = new ArrayList<>(journal("deploying"));
        Instant at = Instant.parse("2026-11-21T12:00:00Z");
        entries.add(new JournalEntry(entries.size(), at, new ReleaseEvent.AbortRequested("mia")));
        entries.add(new JournalEntry(
                entries.size(),
                at,
                new ReleaseEvent.StageEnded(
                        DEPLOY,
                        1,
                        new StageOutcome.Aborted(
                                "revision 8, which this release made, is deployed, and stays",
                                Optional.of(new StageOutput.NotReady(List.of(deployment(1))))))));
        entries.add(new JournalEntry(entries.size(), at, new ReleaseEvent.Ended(ReleaseResult.ABORTED)));

        assertThat(codec.write(ReleaseData.of(entries, Details.NONE)))
                .contains("was stopped by mia", "\"abortedBy\":\"mia\"")
                .contains("staging: revision 8, which this release made, is deployed, and stays")
                .contains("\"current\":1,\"wanted\":2,");
    }

    @Test
    void textFromOutsideHoldsNoControlCharacter() throws IOException {
        String told = codec.write(release("crash-loop", Details.NONE));

        assertThat(told)
                .contains("<img src=x onerror=alert(1)>")
                .doesNotContain("\\u001b")
                .doesNotContain("\u202e");
    }

    @Test
    void aDecisionAboutAnotherDiffIsNotBinding() throws IOException {
        ReleaseData release = release("aborted", Details.NONE);

        assertThat(release.decisions()).hasSize(1);
        assertThat(release.decisions().get(0).binding()).isFalse();
    }

    @Test
    void everyFieldIsInTheReference() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String name : List.of(
                "succeeded", "tested-before", "waiting", "crash-loop", "tests-failed", "aborted", "deploying")) {
            addNames(new ObjectMapper().readTree(Files.readString(KEPT.resolve(name + ".json"))), names);
        }
        String reference = Files.readString(REFERENCE);

        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(reference).contains("`" + name + "`"));
    }

    private static void addNames(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> addNames(child, names));
    }

    private static ReleaseData release(String name, Details details) throws IOException {
        return ReleaseData.of(journal(name), details);
    }

    private static List<JournalEntry> journal(String name) throws IOException {
        JournalCodec journal = new JournalCodec();
        return Files.readAllLines(KEPT.resolve(name + ".jsonl")).stream()
                .map(journal::read)
                .toList();
    }

    private static String kept(String name, String told) throws IOException {
        Path file = KEPT.resolve(name + ".json");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, told + "\n");
        }
        return Files.readString(file).stripTrailing();
    }

    private static ResourceStatus deployment(int current) {
        return new ResourceStatus(
                new ResourceIdentity("apps/v1", "Deployment", new Namespace("polls"), "polls"),
                current,
                2,
                "1 of 2 updated pods available",
                false);
    }
}
