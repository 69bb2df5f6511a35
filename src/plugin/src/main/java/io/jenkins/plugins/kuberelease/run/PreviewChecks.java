package io.jenkins.plugins.kuberelease.run;

import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails.ChecksDetailsBuilder;
import io.jenkins.plugins.checks.api.ChecksOutput.ChecksOutputBuilder;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.kuberelease.app.preview.PreviewCheck;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Shows a preview's state and address beside its change. Loaded only where the plugin for checks is installed. */
record PreviewChecks(Run<?, ?> run, TaskListener listener) implements EventSink {

    @Override
    public String name() {
        return "checks";
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        if (entry.number() == 1 || entry.event() instanceof ReleaseEvent.Ended) {
            PreviewCheck.of(state, entry.at()).ifPresent(this::publish);
        }
        return Map.of();
    }

    private void publish(PreviewCheck check) {
        ChecksDetailsBuilder details = new ChecksDetailsBuilder()
                .withName(check.name())
                .withOutput(new ChecksOutputBuilder()
                        .withTitle(check.title())
                        .withSummary(Util.escape(check.summary()))
                        .build())
                .withStatus(
                        check.state() == PreviewCheck.State.UNDER_WAY
                                ? ChecksStatus.IN_PROGRESS
                                : ChecksStatus.COMPLETED)
                .withConclusion(
                        switch (check.state()) {
                            case UNDER_WAY -> ChecksConclusion.NONE;
                            case GOOD -> ChecksConclusion.SUCCESS;
                            case BAD -> ChecksConclusion.FAILURE;
                            case STOPPED -> ChecksConclusion.CANCELED;
                        });
        String page = Jenkins.get().getRootUrl();
        check.address()
                .map(URI::toString)
                .or(() -> Optional.ofNullable(page).map(root -> root + run.getUrl() + ReleaseAction.URL + "/"))
                .ifPresent(details::withDetailsURL);
        ChecksPublisherFactory.fromRun(run, listener).publish(details.build());
    }
}
