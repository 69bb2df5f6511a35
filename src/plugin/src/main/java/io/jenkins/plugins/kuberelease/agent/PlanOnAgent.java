package io.jenkins.plugins.kuberelease.agent;

import hudson.remoting.VirtualChannel;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CarriedFiles;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ReleaseException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import jenkins.MasterToSlaveFileCallable;

/** Makes the plan where the source is, so that the controller need not have it. */
public final class PlanOnAgent extends MasterToSlaveFileCallable<Planned> {
    private static final long serialVersionUID = 2L;

    private final String spec;
    private final BuildVariables variables;

    public PlanOnAgent(ReleaseSpec spec, BuildVariables variables) {
        this.spec = spec.toJson();
        this.variables = variables;
    }

    @Override
    public Planned invoke(File workspace, VirtualChannel channel) throws IOException {
        Clock clock = Clock.systemUTC();
        try {
            // A workspace that nothing was written to may not exist yet.
            ReleasePlanner.Planned made = new ReleasePlanner(variables::git, variables.over(System.getenv()), clock)
                    .plan(ReleaseSpec.ofJson(spec), Files.createDirectories(workspace.toPath()));
            JournalEntry first = new JournalEntry(0, clock.instant(), new ReleaseEvent.Planned(made.plan()));
            return new Planned(
                    new JournalCodec().write(first),
                    "",
                    made.description(),
                    new CarriedFiles(made.directory()).of(made.plan()));
        } catch (BadRequest wrong) {
            return Planned.refused(wrong.report());
        } catch (ReleaseException problem) {
            String fix =
                    problem.reason().suggestion().map(what -> "\n  → " + what).orElse("");
            return Planned.refused(problem.reason().summary() + fix);
        }
    }
}
