package io.jenkins.plugins.kuberelease.run;

import hudson.Util;
import hudson.model.Run;
import io.kuberelease.app.preview.PreviewCheck;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Makes a preview's address the description of its build, unless that has one. Some branch sources, as Bitbucket's, make
 * the description that of the commit's status, so the address is beside the change without the plugin for checks.
 */
record PreviewDescription(Run<?, ?> run) implements EventSink {

    @Override
    public String name() {
        return "description";
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        if (entry.event() instanceof ReleaseEvent.Ended && Util.fixEmptyAndTrim(run.getDescription()) == null) {
            PreviewCheck.of(state, entry.at())
                    .filter(check -> check.address().isPresent())
                    .ifPresent(this::describe);
        }
        return Map.of();
    }

    private void describe(PreviewCheck check) {
        try {
            run.setDescription(check.name() + " " + check.title());
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }
}
