package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.SamplePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a pull request is told of its preview. */
@WithJenkins
class PreviewChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<ChecksDetails> PUBLISHED = new CopyOnWriteArrayList<>();

    @BeforeEach
    void nothingYet() {
        PUBLISHED.clear();
    }

    @Test
    void aPreviewIsUnderWayAndThenAnswersAtItsAddress(JenkinsRule jenkins) throws Exception {
        tell(jenkins, SamplePlan.preview(), ReleaseResult.SUCCEEDED);

        assertThat(PUBLISHED)
                .extracting(ChecksDetails::getStatus)
                .containsExactly(ChecksStatus.IN_PROGRESS, ChecksStatus.COMPLETED);
        assertThat(PUBLISHED.get(0).getDetailsURL().orElseThrow())
                .startsWith(jenkins.getURL().toString());
        ChecksDetails last = PUBLISHED.get(1);
        assertThat(last.getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);
        assertThat(last.getName()).contains("Preview of polls");
        assertThat(last.getDetailsURL())
                .isEqualTo(SamplePlan.preview().preview().map(claim -> claim.address()
                        .toString()));
        assertThat(last.getOutput().orElseThrow().getSummary().orElseThrow()).contains("It lives until");
    }

    @Test
    void oneThatFailedSaysSoAndLeadsToTheRelease(JenkinsRule jenkins) throws Exception {
        tell(jenkins, SamplePlan.preview(), ReleaseResult.FAILED);

        assertThat(PUBLISHED.get(1).getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
        assertThat(PUBLISHED.get(1).getDetailsURL().orElseThrow()).endsWith("/kube-release/");
    }

    @Test
    void aReleaseToEnvironmentsSaysNothing(JenkinsRule jenkins) throws Exception {
        tell(jenkins, SamplePlan.toProduction(), ReleaseResult.SUCCEEDED);

        assertThat(PUBLISHED).isEmpty();
    }

    @Test
    void theAddressIsTheBuildsDescriptionUnlessThatSaysSomethingElse(JenkinsRule jenkins) throws Exception {
        Run<?, ?> run = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        tell(new PreviewDescription(run), SamplePlan.preview(), ReleaseResult.FAILED);
        assertThat(run.getDescription()).isNull();
        tell(new PreviewDescription(run), SamplePlan.toProduction(), ReleaseResult.SUCCEEDED);
        assertThat(run.getDescription()).isNull();
        tell(new PreviewDescription(run), SamplePlan.preview(), ReleaseResult.SUCCEEDED);
        assertThat(run.getDescription())
                .isEqualTo("Preview of polls answers at "
                        + SamplePlan.preview().preview().orElseThrow().address());

        run.setDescription("mine");
        tell(new PreviewDescription(run), SamplePlan.preview(), ReleaseResult.SUCCEEDED);
        assertThat(run.getDescription()).isEqualTo("mine");
    }

    private static void tell(JenkinsRule jenkins, ReleasePlan plan, ReleaseResult result) throws Exception {
        ExtensionList.lookup(ChecksPublisherFactory.class).add(0, new Recorder());
        Run<?, ?> run = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        tell(new PreviewChecks(run, TaskListener.NULL), plan, result);
    }

    private static void tell(EventSink sink, ReleasePlan plan, ReleaseResult result) throws Exception {
        List<JournalEntry> journal = new ArrayList<>();
        for (ReleaseEvent event : List.of(
                new ReleaseEvent.Planned(plan),
                new ReleaseEvent.StageStarted(new StageId("build"), 1),
                new ReleaseEvent.Ended(result))) {
            JournalEntry entry = new JournalEntry(journal.size(), NOW, event);
            journal.add(entry);
            sink.event(entry, ReleaseState.of(journal));
        }
    }

    /** Publishes nowhere. */
    private static final class Recorder extends ChecksPublisherFactory {
        @Override
        protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
            return Optional.of(new ChecksPublisher() {
                @Override
                public void publish(ChecksDetails details) {
                    PUBLISHED.add(details);
                }
            });
        }

        @Override
        protected Optional<ChecksPublisher> createPublisher(Job<?, ?> job, TaskListener listener) {
            return Optional.empty();
        }
    }
}
