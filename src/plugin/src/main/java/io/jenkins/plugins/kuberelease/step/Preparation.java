package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.AccessProvider;
import io.jenkins.plugins.kuberelease.access.PreviewBranch;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.jenkins.plugins.kuberelease.access.Trust;
import io.jenkins.plugins.kuberelease.agent.PlanOnAgent;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.GivenImage;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.preview.BranchChoice;
import io.kuberelease.model.ImageReference;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * Prepares the directory of a step's release: asks for all that the plan needs, and has it made.
 *
 * @param directory the release's directory
 * @param place the place of the source
 */
record Preparation(Run<?, ?> run, Path directory, SourceWorkspace place, TaskListener listener) {

    /** Makes the plan. */
    interface Making {
        void make() throws IOException, InterruptedException;
    }

    /**
     * Makes the plan that the step asks for, unless the directory has it. Blocks.
     *
     * @throws AbortException with everything that is wrong with the request
     * @throws io.kuberelease.model.ReleaseException when it can't be done as things stand
     */
    void prepare(StepRequest request) throws IOException, InterruptedException {
        unlessDone(directory, () -> {
            StepRequest.OfBundle bundle = request.bundle();
            if (bundle == null) {
                planAtTheSource(known(withImage(request)));
            } else {
                planOfBundle(request, bundle);
            }
        });
    }

    /** Makes the plan, unless the directory has one: then nothing is asked that may be unavailable by now. */
    static void unlessDone(Path directory, Making making) throws IOException, InterruptedException {
        if (!new ReleaseDirectory(directory).hasPlan()) {
            making.make();
        }
    }

    private void planAtTheSource(ReleaseSpec spec) throws IOException, InterruptedException {
        boolean kept = false;
        try {
            PlanOnAgent.Answer made = place.open(Cancellation.NEVER).act(new PlanOnAgent(spec, place.variables()));
            if (made.isRefused()) {
                throw new AbortException(made.problems());
            }
            new ReleaseDirectory(directory).begin(made.plan(), made.description(), made.files(), spec);
            kept = true;
        } catch (BadRequest another) {
            throw new AbortException(another.report());
        } finally {
            if (!kept) {
                place.leave();
            }
        }
    }

    /** Asks the clusters, with the build's access, which bundle is meant. */
    private void planOfBundle(StepRequest request, StepRequest.OfBundle bundle)
            throws IOException, InterruptedException {
        ReleaseHost.get()
                .releases()
                .prepare(
                        run,
                        new ReleaseDirectory(directory),
                        description(request, bundle),
                        (promotions, app) -> bundle.plan(promotions, app, startedBy()));
    }

    private String description(StepRequest request, StepRequest.OfBundle bundle)
            throws IOException, InterruptedException {
        String release = bundle.release();
        Optional<String> kept =
                release == null ? Optional.empty() : ReleaseHost.kept(run).description(release);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            PlanOnAgent.Answer read =
                    place.open(Cancellation.NEVER).act(new PlanOnAgent.FileAlone(known(request.spec())));
            if (read.isRefused()) {
                throw new AbortException(read.problems());
            }
            return read.description();
        } finally {
            place.leave();
        }
    }

    /** Asks the registry, with the build's access, when the image is named by a tag. */
    private ReleaseSpec withImage(StepRequest request) throws AbortException {
        ReleaseSpec spec = request.spec();
        Optional<String> image = spec.parts().image();
        if (image.isEmpty()) {
            return spec;
        }
        try (Access access = AccessProvider.get().of(run)) {
            return spec.with(ImageReference.parse(new GivenImage(request.step(), image.get())
                    .resolved(PortsFactory.registry(access.forRegistries(), Clock.systemUTC()))));
        } catch (BadRequest wrong) {
            throw new AbortException(wrong.report());
        }
    }

    /** Asks the repository's server whether the build's own copy of the release file can be trusted. */
    private ReleaseSpec known(ReleaseSpec asked) throws IOException, InterruptedException {
        Trust trust = new Trust(run);
        ReleaseSpec known = asked.by(startedBy(), trust.file(asked.file().path(), listener));
        return asked.preview().isEmpty() ? known : known.previewing(branch(asked, trust));
    }

    private Optional<String> branch(ReleaseSpec asked, Trust trust) {
        boolean fetched = !(place instanceof SourceWorkspace.OfStep);
        BranchChoice choice = PreviewBranch.of(run, asked, fetched);
        if (trust.isStranger()) {
            trust.shown().require(choice, fetched);
        }
        return choice.branch();
    }

    /** The id of the user who started the build; {@code Jenkins} when a timer or a push did. */
    private String startedBy() {
        Optional<PreviewRequest> request = PreviewRequest.of(run);
        if (request.isPresent()) {
            return request.get().user();
        }
        Cause.UserIdCause cause = run.getCause(Cause.UserIdCause.class);
        return Objects.requireNonNullElse(cause == null ? null : cause.getUserId(), KubeReleaseExecution.NOBODY);
    }
}
