package io.jenkins.plugins.kuberelease.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.BuildVariables;
import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.KeptSource;
import io.jenkins.plugins.kuberelease.agent.NoSource;
import io.jenkins.plugins.kuberelease.agent.AgentAllocation;
import io.jenkins.plugins.kuberelease.agent.PresentWorkspace;
import io.jenkins.plugins.kuberelease.agent.SecretMask;
import io.jenkins.plugins.kuberelease.agent.SourcePlace;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Where a step stands in its pipeline, inside of a {@code node} or outside, and so where its source is. */
record StepLocation(StepContext context, StepOrder order) {
    /**
     * Where it works.
     *
     * @param nothing an empty directory, for a step that needs no source
     */
    SourceWorkspace workplace(Run<?, ?> run, TaskListener listener, Path nothing) throws InterruptedException {
        if (isInside()) {
            return new PresentWorkspace(context);
        }
        return order.worksWithoutSource() && !FetchedSource.isNamedBy(run)
                ? new NoSource(nothing)
                : new AgentAllocation(run, fetched(), listener, new StepVariables(context));
    }

    /** An agent that is away at the moment is still its place: who goes there is told, and goes again. */
    private boolean isInside() throws InterruptedException {
        try {
            return workspace().isPresent();
        } catch (IOException away) {
            return true;
        }
    }

    /** Where its source is got when the step itself is lost; while its agent is away, from where the job has it. */
    SourcePlace source() throws InterruptedException {
        try {
            return kept().orElseGet(this::fetched);
        } catch (IOException away) {
            return fetched();
        }
    }

    private Optional<SourcePlace> kept() throws IOException, InterruptedException {
        Optional<String> around =
                Optional.ofNullable(context.get(EnvVars.class)).map(variables -> variables.get("WORKSPACE"));
        return workspace()
                .flatMap(place -> KeptSource.of(
                        place,
                        around.orElseGet(place::getRemote),
                        order.source().label()));
    }

    /** Those around the step, with what hides their secrets. */
    private record StepVariables(StepContext context) implements BuildVariables.Around {
        @Override
        public EnvVars get() throws IOException, InterruptedException {
            EnvVars around = context.get(EnvVars.class);
            return around == null ? new EnvVars() : around;
        }

        @Override
        public SecretMask mask() throws IOException, InterruptedException {
            return SecretMask.of(context);
        }
    }

    private SourcePlace fetched() {
        return new FetchedSource(order.source().label());
    }

    private Optional<FilePath> workspace() throws IOException, InterruptedException {
        return Optional.ofNullable(context.get(FilePath.class));
    }
}
