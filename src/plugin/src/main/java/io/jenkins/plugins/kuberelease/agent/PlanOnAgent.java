package io.jenkins.plugins.kuberelease.agent;

import hudson.remoting.VirtualChannel;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CarriedFiles;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.remote.SourceVariables;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ReleaseException;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import jenkins.MasterToSlaveFileCallable;

/** Makes the plan where the source is, so that the controller need not have it. */
public final class PlanOnAgent extends MasterToSlaveFileCallable<PlanOnAgent.Answer> {
    private static final long serialVersionUID = 2L;

    private final String spec;
    private final SourceVariables variables;

    public PlanOnAgent(ReleaseSpec spec, SourceVariables variables) {
        this.spec = spec.toJson();
        this.variables = variables;
    }

    @Override
    public Answer invoke(File workspace, VirtualChannel channel) throws IOException {
        Clock clock = Clock.systemUTC();
        try {
            // A workspace that nothing was written to may not exist yet.
            ReleasePlanner.Planned made = new ReleasePlanner(variables::git, variables.over(System.getenv()), clock)
                    .plan(ReleaseSpec.ofJson(spec), Files.createDirectories(workspace.toPath()));
            JournalEntry first = new JournalEntry(0, clock.instant(), new ReleaseEvent.Planned(made.plan()));
            return new Answer(
                    new JournalCodec().write(first),
                    "",
                    made.description(),
                    new CarriedFiles(made.directory()).of(made.plan()));
        } catch (BadRequest wrong) {
            return Answer.refused(wrong.report());
        } catch (ReleaseException problem) {
            return Answer.refused(problem.reason().inLines());
        }
    }

    /**
     * What the agent answers.
     *
     * @param plan the plan in the form of the journal; empty when there are problems, or only the release file was
     *     asked for
     * @param problems everything that is wrong with the release file, as text for people; empty when nothing is
     * @param description the release file merged with the Jenkinsfile's settings, for later releases of the same bundle
     * @param files the files of the source that the controller needs, by path relative to the release file
     */
    public record Answer(String plan, String problems, String description, Map<String, byte[]> files)
            implements Serializable {
        private static Answer refused(String problems) {
            return new Answer("", problems, "", Map.of());
        }

        /** Whether there are problems instead of an answer. */
        public boolean isRefused() {
            return !problems.isEmpty();
        }
    }

    /** Reads the release file alone, without a plan, for a release that needs nothing else of the source. */
    public static final class FileAlone extends MasterToSlaveFileCallable<Answer> {
        private static final long serialVersionUID = 1L;

        private final String spec;

        public FileAlone(ReleaseSpec spec) {
            this.spec = spec.toJson();
        }

        @Override
        public Answer invoke(File workspace, VirtualChannel channel) {
            ReleaseSpec asked = ReleaseSpec.ofJson(spec);
            try {
                String text = ReleasePlanner.text(asked.file(), asked.beside(), workspace.toPath());
                return new Answer("", "", text, Map.of());
            } catch (BadRequest wrong) {
                return Answer.refused(wrong.report());
            }
        }
    }
}
