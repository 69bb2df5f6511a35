package io.jenkins.plugins.kuberelease.run;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.agent.PlanOnAgent;
import io.jenkins.plugins.kuberelease.agent.Planned;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.app.AnsweredPlan;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.GivenImage;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.Cancellation;
import io.kuberelease.promotion.Promotions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BiFunction;

/**
 * Prepares the directory of a release.
 *
 * @param directory the release's directory
 */
public record Preparation(Path directory) {

    /** Makes the plan. */
    public interface Making {
        void make() throws IOException, InterruptedException;
    }

    /** Makes the plan, unless the directory has one: then nothing is asked that may be unavailable by now. */
    public void prepareUnlessDone(Making making) throws IOException, InterruptedException {
        if (!new ReleaseDirectory(directory).hasPlan()) {
            making.make();
        }
    }

    /**
     * Makes the plan at the place of the source.
     *
     * @throws AbortException with everything that is wrong with the release file
     */
    public void prepare(SourceWorkspace place, ReleaseSpec spec) throws IOException, InterruptedException {
        boolean kept = false;
        try {
            Planned planned = place.open(Cancellation.NEVER).act(new PlanOnAgent(spec, place.variables()));
            if (planned.isRefused()) {
                throw new AbortException(planned.problems());
            }
            ReleaseDirectory release = new ReleaseDirectory(directory);
            JournalEntry first = ReleaseDirectory.planned(planned.plan());
            requireAnswer(first, planned.description(), spec);
            release.keep(planned.files());
            release.begin(planned.description(), first);
            kept = true;
        } finally {
            if (!kept) {
                place.leave();
            }
        }
    }

    private static void requireAnswer(JournalEntry first, String description, ReleaseSpec spec) throws AbortException {
        ReleasePlan plan = ((ReleaseEvent.Planned) first.event()).plan();
        try {
            new AnsweredPlan(plan, description).requireAnswerTo(spec);
        } catch (BadRequest another) {
            throw new AbortException(another.report());
        }
    }

    /**
     * Makes the plan for a bundle that exists. Asks the clusters, with the build's access, which bundle is meant.
     *
     * @param description the release file
     * @param wish chooses the bundle and its environment, and makes the plan
     * @throws io.kuberelease.model.ReleaseException when there is no such bundle, or it may not go there yet
     */
    public void prepareBundle(
            Run<?, ?> run, String description, BiFunction<Promotions, AppDescription, ReleasePlan> wish)
            throws IOException {
        ReleaseHost.get().releases().prepare(run, new ReleaseDirectory(directory), description, wish);
    }

    /**
     * Resolves an image to a reference by digest, with the build's access; blocks.
     *
     * @param step the step that names it
     */
    public static String image(Run<?, ?> run, String step, String image) throws AbortException {
        try (Access access = Access.of(run)) {
            return new GivenImage(step, image)
                    .resolved(PortsFactory.registry(ReleasePorts.registries(access), Clock.systemUTC()));
        } catch (BadRequest wrong) {
            throw new AbortException(wrong.report());
        }
    }
}
