package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.kuberelease.app.remote.RemoteImageBuild;
import io.kuberelease.app.remote.SourceVariables;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.StageControl;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import jenkins.MasterToSlaveFileCallable;

/**
 * Builds the image on the agent that has the source. An agent that goes away is an error, not a failure: another try is
 * made.
 */
public final class AgentImageBuilder implements ImageBuilder {
    private final SourceWorkspace sourceWorkspace;
    private final String directory;
    private final String plan;
    private final RegistryAuth registries;
    private final Set<String> plainHttp;

    /**
     * @param directory of the release file in the workspace
     * @param plan in the form of the journal
     */
    public AgentImageBuilder(
            SourceWorkspace sourceWorkspace,
            String directory,
            String plan,
            RegistryAuth registries,
            Set<String> plainHttp) {
        this.sourceWorkspace = sourceWorkspace;
        this.directory = directory;
        this.plan = plan;
        this.registries = registries;
        this.plainHttp = Set.copyOf(plainHttp);
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        try {
            FilePath workspace = sourceWorkspace.open(control.cancellation());
            SecretMask mask = sourceWorkspace.mask();
            return RemoteImageBuild.result(ask(task, control, workspace, mask), mask::cause);
        } catch (CancellationException e) {
            throw new ReleaseException.Aborted("nothing but layers in the registry that its clean-up takes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("the build on the agent, which ends by itself");
        } catch (IOException e) {
            throw gone(e);
        } catch (ExecutionException e) {
            throw gone(e.getCause() == null ? e : e.getCause());
        } finally {
            sourceWorkspace.leave();
        }
    }

    private String ask(BuildImage task, StageControl control, FilePath workspace, SecretMask mask)
            throws IOException, InterruptedException, ExecutionException {
        Future<String> answer = workspace.actAsync(new BuildOnAgent(
                new RemoteImageBuild(plan, control.stage().value(), control.deadline(), !sourceWorkspace.isAsPlanned()),
                directory,
                sourceWorkspace.variables(),
                plainHttp,
                new RemoteController.OnController(
                        control.progress(), mask, registries, task.image().repository())));
        control.cancellation().whenRequested(() -> answer.cancel(true));
        return answer.get();
    }

    private static ReleaseException gone(Throwable problem) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "the agent could not build: " + problem.getMessage())
                        .suggesting("look at the agent's page; it is tried again on this or another one"),
                Duration.ZERO,
                problem);
    }

    /** Builds in the workspace on the agent; texts and numbers are what comes back. */
    private static final class BuildOnAgent extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 3L;

        private final RemoteImageBuild build;
        private final String directory;
        private final SourceVariables variables;
        private final Set<String> plainHttp;
        private final RemoteController controller;

        BuildOnAgent(
                RemoteImageBuild build,
                String directory,
                SourceVariables variables,
                Set<String> plainHttp,
                RemoteController controller) {
            this.build = build;
            this.directory = directory;
            this.variables = variables;
            this.plainHttp = plainHttp;
            this.controller = controller;
        }

        @Override
        public String invoke(File workspace, VirtualChannel channel) throws InterruptedException {
            RemoteController.OnAgent calls = new RemoteController.OnAgent(controller);
            return build.carryOut(new RemoteImageBuild.Place(
                    workspace.toPath().resolve(directory), variables.over(System.getenv()), calls, plainHttp, calls));
        }
    }
}
