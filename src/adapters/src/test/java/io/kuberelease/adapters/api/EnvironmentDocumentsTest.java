package io.kuberelease.adapters.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.api.ComparisonData;
import io.kuberelease.api.HistoryData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.api.StatusData;
import io.kuberelease.api.StatusData.ReleaseSummaryData;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Circumstances;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageValues;
import io.kuberelease.model.KnownBundle;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.Version;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Deployer.Installed;
import io.kuberelease.port.EnvironmentLock.Claim;
import io.kuberelease.port.EnvironmentLock.Claims;
import io.kuberelease.promotion.BundleComparison;
import io.kuberelease.promotion.BundleComparison.Side;
import io.kuberelease.promotion.EnvironmentStatus;
import io.kuberelease.promotion.EnvironmentStatus.Health;
import io.kuberelease.promotion.Histories.History;
import io.kuberelease.testkit.JournalBuilder;
import io.kuberelease.testkit.SampleFile;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The documents about environments are promised, so they are kept. {@code -Dgolden.write=true} writes them anew. */
class EnvironmentDocumentsTest {
    private static final Path KEPT = Path.of("src/test/resources/api");
    private static final Path REFERENCE = Path.of("../../docs/api.md");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    private final AppDescription polls = SampleFile.polls();
    private final EnvironmentSpec staging = polls.environment("staging");
    private final EnvironmentSpec production = polls.environment("production");

    @Test
    void theHistoryIsToldAsItAlwaysWas() throws IOException {
        History gone = new History(
                production,
                List.of(),
                Optional.of(new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, "no answer from production"), Duration.ZERO)));
        History known = new History(
                staging, List.of(rollback(), record("1.5.0", Result.FAILED, Circumstances.UNKNOWN)), Optional.empty());

        assertKept("history", HistoryData.of(polls.app(), List.of(known, gone), 10));
    }

    @Test
    void theStatusIsToldAsItAlwaysWas() throws IOException {
        ResourceIdentity deployment =
                new ResourceIdentity("apps/v1", "Deployment", staging.target().namespace(), "polls");
        Claim ann = new Claim(new ReleaseId("r7"), "ann", AT.minusSeconds(60), AT.minusSeconds(2));
        Claim bob = new Claim(new ReleaseId("r8"), "bob", AT.minusSeconds(30), AT.minusSeconds(1));
        EnvironmentStatus ill = new EnvironmentStatus(
                staging,
                Optional.of(rollback()),
                Optional.of(AT.minusSeconds(3600)),
                Optional.of(record("1.3.0", Result.DEPLOYED, Circumstances.UNKNOWN)),
                Optional.of(new Installed(4, "deployed", Optional.empty(), List.of(deployment))),
                Health.UNHEALTHY,
                List.of(new ResourceStatus(deployment, 1, 2, "crash loop: exit code 3", false)),
                new Claims(Optional.of(ann), List.of(bob)),
                List.of("deployment/polls: 1 of 2 ready, crash loop: exit code 3"));
        EnvironmentStatus empty = new EnvironmentStatus(
                production,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Health.EMPTY,
                List.of(),
                new Claims(Optional.empty(), List.of()),
                List.of());
        ReleaseData waiting = ReleaseData.of(
                JournalBuilder.begins()
                        .bundled()
                        .deploying("staging", 4)
                        .deployed("staging", 4)
                        .compared("production", 3, false)
                        .waits("production")
                        .entries(),
                Details.NONE);

        assertKept(
                "status",
                StatusData.of(
                        polls.app(),
                        AT,
                        List.of(ill, empty),
                        List.of(ReleaseSummaryData.of(waiting, ReleaseKind.RELEASE, false))));
    }

    @Test
    void aComparisonIsToldAsItAlwaysWas() throws IOException {
        ResourceChange change = new ResourceChange(
                EnvironmentDiff.Kind.CHANGED,
                new ResourceIdentity("apps/v1", "Deployment", staging.target().namespace(), "polls"),
                List.of("@@ -1,1 +1,1 @@", "-  replicas: 1", "+  replicas: 2"));

        assertKept(
                "comparison",
                ComparisonData.of(new BundleComparison(
                        side("1.4.0", Optional.of(staging)),
                        side("1.5.0", Optional.empty()),
                        Map.of(staging.name(), List.of(change)))));
    }

    @Test
    void everyFieldIsInTheReference() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String name : List.of("history", "status", "comparison")) {
            addNames(new ObjectMapper().readTree(Files.readString(KEPT.resolve(name + ".json"))), names);
        }
        String reference = Files.readString(REFERENCE);

        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(reference).contains("`" + name + "`"));
    }

    private EnvironmentRecord rollback() {
        return record(
                "1.4.0",
                Result.DEPLOYED,
                new Circumstances(ReleaseKind.ROLLBACK, Optional.of(Duration.ofMillis(4200)), Optional.of("bob")));
    }

    private EnvironmentRecord record(String version, Result result, Circumstances circumstances) {
        return new EnvironmentRecord(
                new ReleaseId("r6"),
                polls.app(),
                staging.name(),
                new Version(version),
                "3f2c1ab",
                PerImage.single(image('1')),
                image('7'),
                4,
                AT.minusSeconds(3600),
                "ann",
                result,
                circumstances);
    }

    private Side side(String version, Optional<EnvironmentSpec> environment) {
        Version known = new Version(version);
        Bundle bundle = new Bundle(
                polls.app(),
                known,
                "3f2c1ab",
                PlacedImage.single(image('1'), ImageValues.USUAL),
                new ChartArchive("polls", known, digest('2')),
                Map.of());
        return new Side(new KnownBundle(image('7'), known, "3f2c1ab"), bundle, environment.map(EnvironmentSpec::name));
    }

    private ImageReference image(char digit) {
        return new ImageReference(polls.repository(), digest(digit));
    }

    private static Digest digest(char digit) {
        return JournalBuilder.digest(digit);
    }

    private static void addNames(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> addNames(child, names));
    }

    private static void assertKept(String name, Object document) throws IOException {
        String told = new ApiCodec().writePretty(document);
        Path file = KEPT.resolve(name + ".json");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, told + "\n");
        }
        assertThat(told).isEqualTo(Files.readString(file).stripTrailing());
    }
}
