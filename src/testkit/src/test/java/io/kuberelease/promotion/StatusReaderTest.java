package io.kuberelease.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.Ports;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Version;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.EnvironmentLock.Claim;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import io.kuberelease.promotion.EnvironmentStatus.Health;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.SampleFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an environment is said to be like. */
class StatusReaderTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final VerifySpec CHECKS = new VerifySpec(Optional.of("/health"), Optional.empty(), List.of());

    private final FakeWorld world = new FakeWorld();
    private final Ports ports = world.ports();
    private final AppDescription polls = SampleFile.polls();
    private final EnvironmentSpec staging = polls.environment("staging");
    private int revisions;

    @Test
    void aReadyEnvironmentThatAnswersIsHealthySinceItsBundleCame() {
        deployed("1.4.0", Result.DEPLOYED);
        recorded("1.4.0", Result.UNCHANGED);

        EnvironmentStatus status = status();

        assertThat(status.health()).isEqualTo(Health.HEALTHY);
        assertThat(status.since()).contains(START.plusSeconds(1));
        assertThat(status.problems()).isEmpty();
    }

    @Test
    void whatIsNotReadyNowIsNotHealthyThoughItWasWhenItWasRecorded() {
        deployed("1.4.0", Result.DEPLOYED);
        world.fault("track staging", () -> failed("crash loop: exit code 3"));

        EnvironmentStatus status = status();

        assertThat(status.health()).isEqualTo(Health.UNHEALTHY);
        assertThat(status.problems()).containsExactly("deployment/polls: 0 of 1 ready, crash loop: exit code 3");
    }

    @Test
    void whatDoesNotAnswerIsNotHealthyThoughItsPodsAreReady() {
        deployed("1.4.0", Result.DEPLOYED);
        world.fault("http staging", () -> failed("/health answered 503"));

        assertThat(status().health()).isEqualTo(Health.UNHEALTHY);
        assertThat(status().problems()).containsExactly("/health answered 503");
    }

    @Test
    void aRevisionThatNobodyRecordedIsTold() {
        deployed("1.4.0", Result.DEPLOYED);
        revision();

        assertThat(status().problems()).singleElement().asString().contains("last revision is 2", "used Helm by hand");
    }

    @Test
    void aClusterThatCanNotBeAskedHidesNoOther() {
        deployed("1.4.0", Result.DEPLOYED);
        world.fault(
                "history production",
                () -> new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, "no answer"), Duration.ZERO));

        List<EnvironmentStatus> both = reader().of(all());

        assertThat(both).extracting(EnvironmentStatus::health).containsExactly(Health.HEALTHY, Health.UNKNOWN);
        assertThat(both.get(1).problems()).containsExactly("no answer");
    }

    @Test
    void whoHoldsTheLockAndWhoWaitsIsTold() {
        ports.locks().acquire(staging, "ann", control("r1"));
        ports.locks().acquire(staging, "bob", control("r2"));

        EnvironmentStatus status = status();

        assertThat(status.health()).isEqualTo(Health.EMPTY);
        assertThat(status.lock().holder()).map(Claim::who).contains("ann");
        assertThat(status.lock().waiting()).extracting(Claim::who).containsExactly("bob");
    }

    private EnvironmentStatus status() {
        return reader().of(Map.of(staging, Optional.of(CHECKS))).get(0);
    }

    private StatusReader reader() {
        Histories histories = new Histories(ports.records(), command -> new Thread(command).start());
        return new StatusReader(
                histories, ports.deployer(), ports.tracker(), ports.probe(), ports.locks(), InstantSource.fixed(START));
    }

    private Map<EnvironmentSpec, Optional<VerifySpec>> all() {
        Map<EnvironmentSpec, Optional<VerifySpec>> all = new LinkedHashMap<>();
        polls.environments().forEach(environment -> all.put(environment, Optional.empty()));
        return all;
    }

    private void deployed(String version, Result result) {
        revision();
        recorded(version, result);
    }

    private void revision() {
        revisions++;
        DeployRequest request = new DeployRequest(
                staging,
                new io.kuberelease.model.Bundle(
                        polls.app(),
                        new Version("1.4.0"),
                        "3f2c1ab",
                        PlacedImage.single(image(), io.kuberelease.model.ImageValues.USUAL),
                        new io.kuberelease.model.ChartArchive("polls", new Version("1.4.0"), image().digest()),
                        Map.of()),
                image());
        ports.deployer()
                .deploy(
                        request,
                        new EnvironmentDiff(revisions - 1, false, image().digest(), List.of()),
                        control("made-" + revisions));
    }

    private void recorded(String version, Result result) {
        int number = ports.records().history(staging).size() + 1;
        ports.records()
                .write(
                        staging,
                        new EnvironmentRecord(
                                new ReleaseId("r" + number),
                                polls.app(),
                                staging.name(),
                                new Version(version),
                                "3f2c1ab",
                                PerImage.single(image()),
                                image(),
                                revisions,
                                START.plusSeconds(number),
                                "ann",
                                result));
    }

    private ImageReference image() {
        return new ImageReference(polls.repository(), new Digest("sha256:" + "a".repeat(64)));
    }

    private static StageControl control(String release) {
        return new StageControl(
                new ReleaseId(release),
                new StageId("staging.lock"),
                START.plusSeconds(60),
                false,
                Cancellation.NEVER,
                Progress.SILENT);
    }

    private static ReleaseException failed(String why) {
        return new ReleaseException.Failed(Cause.of(CauseKind.CRASH_LOOP, why));
    }
}
