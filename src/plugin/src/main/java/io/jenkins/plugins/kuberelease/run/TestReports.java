package io.jenkins.plugins.kuberelease.run;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.junit.JUnitResultArchiver;
import hudson.tasks.test.PipelineTestDetails;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Hands the tests' reports to the JUnit plugin once the tests have ended, whether they passed or not. */
final class TestReports implements EventSink {
    private final Run<?, ?> run;
    private final Path release;
    private final String name;
    private final TaskListener listener;

    /**
     * @param release the release's directory
     */
    TestReports(Run<?, ?> run, Path release, TaskListener listener) {
        this.run = run;
        this.release = release;
        this.name = Objects.requireNonNull(release.getFileName(), "the directory of a release has a name")
                .toString();
        this.listener = listener;
    }

    @Override
    public String name() {
        return "test results";
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        if (entry.event() instanceof ReleaseEvent.StageEnded ended
                && state.plan()
                        .tests()
                        .filter(tests -> tests.id().equals(ended.stage()))
                        .isPresent()
                && Files.isDirectory(reports())) {
            publish(state);
        }
        return Map.of();
    }

    private void publish(ReleaseState state) {
        FilePath directory = new FilePath(reports().toFile());
        JUnitResultArchiver task = new JUnitResultArchiver("*.xml");
        try {
            PipelineTestDetails place = TestsPlace.of(run, name);
            JUnitResultArchiver.parseAndSummarize(
                    task, place, run, directory, new Launcher.LocalLauncher(listener), listener);
            // A controller that is killed now must still know them when it is back.
            run.save();
        } catch (IOException e) {
            listener.error("The test results of " + state.plan().release() + " could not be shown: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path reports() {
        return release.resolve(ReleasePorts.REPORTS);
    }
}
