package io.kuberelease.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Version;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.request.PromotionRequest;
import io.kuberelease.request.RollbackRequest;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.SampleFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which bundle a promotion or rollback takes, and what is refused. */
class PromotionsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final FakeWorld world = new FakeWorld();
    private final AppDescription polls = SampleFile.polls();
    private final ReleaseRecords records = world.ports().records();
    private int written;

    @Test
    void aPromotionTakesWhatIsInTheEnvironmentBeforeAndBuildsNothing() {
        was("staging", "1.4.0", Result.DEPLOYED);
        was("staging", "1.5.0", Result.DEPLOYED);

        ReleasePlan plan = promote(to("production"));

        assertThat(plan.version()).isEqualTo(new Version("1.5.0"));
        assertThat(plan.stages())
                .extracting(stage -> stage.id().value())
                .containsExactly(
                        "bundle",
                        "production.compare",
                        "production.approval",
                        "production.lock",
                        "production.deploy",
                        "production.record",
                        "production.unlock");
    }

    @Test
    void whatFailedInTheEnvironmentBeforeGoesNoFurtherAndTheLastGoodOneIsNamed() {
        was("staging", "1.4.0", Result.DEPLOYED);
        was("staging", "1.5.0", Result.FAILED);

        refused(() -> promote(to("production")), "1.5.0", "failed there");
        assertThat(advice(() -> promote(to("production")))).contains("say version 1.4.0");
        assertThat(promote(version("1.4.0")).version()).isEqualTo(new Version("1.4.0"));
    }

    @Test
    void aVersionThatWasNotInTheEnvironmentBeforeIsRefusedUnlessItGoesThereToo() {
        was("staging", "1.4.0", Result.DEPLOYED);
        was("production", "1.3.0", Result.DEPLOYED);

        refused(() -> promote(version("1.3.0")), "has not been good in staging");

        ReleasePlan both = promote(
                new PromotionRequest(Optional.empty(), List.of("production", "staging"), Optional.of("1.3.0"), "ann"));
        assertThat(both.stage(new io.kuberelease.model.StageId("production.compare"))
                        .trigger()
                        .stages())
                .extracting(Object::toString)
                .containsExactly("bundle", "staging.deploy", "staging.record");
    }

    @Test
    void aBundleIsFoundByTheBeginningOfItsDigestAndBlindGuessesListWhatThereIs() {
        EnvironmentRecord record = was("staging", "1.4.0", Result.DEPLOYED);
        String beginning = record.bundle().digest().abbreviated();

        assertThat(bundle(promote(version(beginning)))).isEqualTo(record.bundle());

        refused(() -> promote(version("1.40")), "1.40", "1.4.0");
        assertThat(advice(() -> promote(version("1.4.1")))).isEqualTo("say 1.4.0");
        refused(() -> promote(version("sha256:0123")), "is in no record");
        refused(() -> promote(to("prodution")), "staging, production");
        assertThat(advice(() -> promote(to("prodution")))).isEqualTo("say production");
    }

    @Test
    void twoBundlesOfOneVersionAreNotMixedUp() {
        was("staging", "1.4.0", Result.DEPLOYED, 'a');
        was("staging", "1.4.0", Result.DEPLOYED, 'b');

        refused(() -> promote(version("1.4.0")), "not one bundle but 2");
        assertThat(bundle(promote(version("sha256:aaaa"))).digest().hex()).startsWith("aaaa");
    }

    @Test
    void aRollbackGoesToTheLastGoodBundleBeforeThePresentOne() {
        was("production", "1.3.0", Result.DEPLOYED);
        was("production", "1.4.0", Result.FAILED);
        was("production", "1.5.0", Result.DEPLOYED);

        assertThat(rollback(Optional.empty()).version()).isEqualTo(new Version("1.3.0"));
    }

    @Test
    void aRollbackFromAFailureGoesToWhatWasThereBefore() {
        was("production", "1.3.0", Result.DEPLOYED);
        was("production", "1.4.0", Result.UNCHANGED);
        was("production", "1.5.0", Result.FAILED);

        assertThat(rollback(Optional.empty()).version()).isEqualTo(new Version("1.4.0"));
    }

    @Test
    void whoGoesBackTwiceGetsFurtherBackAndNotAgainToWhatWasJustLeft() {
        was("production", "1.3.0", Result.DEPLOYED);
        was("production", "1.4.0", Result.DEPLOYED);
        was("production", "1.5.0", Result.DEPLOYED);
        was("production", "1.4.0", Result.DEPLOYED);

        assertThat(rollback(Optional.empty()).version()).isEqualTo(new Version("1.3.0"));
    }

    @Test
    void aRollbackOfOneBundleIsRefusedOnceAnotherIsThere() {
        was("production", "1.3.0", Result.DEPLOYED);
        was("production", "1.4.0", Result.DEPLOYED);
        Digest seen = was("production", "1.5.0", Result.DEPLOYED).bundle().digest();

        ReleasePlan plan = promotions().rollback(polls, RollbackRequest.of("production", seen, "ann"));
        was("production", "1.4.0", Result.DEPLOYED);

        assertThat(plan.version()).isEqualTo(new Version("1.4.0"));
        refused(
                () -> promotions().rollback(polls, RollbackRequest.of("production", seen, "ann")),
                "production holds 1.4.0",
                "by now");
    }

    @Test
    void aRollbackToWhatWasNeverGoodThereIsRefused() {
        was("production", "1.3.0", Result.FAILED);
        was("production", "1.4.0", Result.DEPLOYED);

        refused(() -> rollback(Optional.of("1.3.0")), "never good in production");
        refused(() -> rollback(Optional.of("9.9.9")), "1.4.0", "1.3.0");
        refused(() -> rollback(Optional.empty()), "no good bundle in production before");
    }

    @Test
    void aClusterThatCanNotBeAskedIsAnErrorOnlyForThoseWhoNeedIt() {
        was("staging", "1.4.0", Result.DEPLOYED);
        world.fault(
                "history production",
                () -> new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, "no answer from production"), Duration.ZERO));

        assertThat(promote(to("production")).version()).isEqualTo(new Version("1.4.0"));
        assertThatThrownBy(() -> rollback(Optional.empty())).hasMessageContaining("no answer from production");
    }

    private PromotionRequest to(String environment) {
        return new PromotionRequest(Optional.empty(), List.of(environment), Optional.empty(), "ann");
    }

    private PromotionRequest version(String version) {
        return new PromotionRequest(Optional.empty(), List.of("production"), Optional.of(version), "ann");
    }

    private ReleasePlan promote(PromotionRequest request) {
        return promotions().promote(polls, request);
    }

    private ReleasePlan rollback(Optional<String> to) {
        return promotions().rollback(polls, new RollbackRequest("production", to, "ann"));
    }

    private Promotions promotions() {
        Histories histories = new Histories(records, command -> new Thread(command).start());
        return new Promotions(histories, world.ports().bundles(), InstantSource.fixed(START));
    }

    private static ImageReference bundle(ReleasePlan plan) {
        return ((StageTask.FetchBundle) plan.stages().get(0).task()).bundle();
    }

    private EnvironmentRecord was(String environment, String version, Result result) {
        return was(environment, version, result, version.charAt(2));
    }

    private EnvironmentRecord was(String environment, String version, Result result, char digit) {
        EnvironmentSpec spec = polls.environment(environment);
        ImageReference bundle = new ImageReference(
                polls.repository(),
                new io.kuberelease.model.Digest(
                        "sha256:" + String.valueOf(digit).repeat(64)));
        EnvironmentRecord record = new EnvironmentRecord(
                new ReleaseId("r" + ++written),
                polls.app(),
                spec.name(),
                new Version(version),
                "3f2c1ab",
                PerImage.single(bundle),
                bundle,
                written,
                START.plusSeconds(written),
                "ann",
                result);
        records.write(spec, record);
        return record;
    }

    private static void refused(ThrowingCallable asked, String... parts) {
        assertThatThrownBy(asked).isInstanceOf(ReleaseException.Failed.class).hasMessageContainingAll(parts);
    }

    private static String advice(Runnable asked) {
        try {
            asked.run();
            return "";
        } catch (ReleaseException problem) {
            return problem.reason().suggestion().orElse("");
        }
    }
}
