package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput.ImageBuilt;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

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
            return built(ask(task, control, workspace, mask), mask);
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
                directory,
                plan,
                control,
                sourceWorkspace.variables(),
                plainHttp,
                !sourceWorkspace.isAsPlanned(),
                new RemoteListener.OnController(control.progress(), mask),
                new RemoteCredentials.OnController(registries, task.image().repository())));
        control.cancellation().whenRequested(() -> answer.cancel(true));
        return answer.get();
    }

    private static BuiltImage built(String line, SecretMask mask) {
        StageOutcome outcome =
                ((ReleaseEvent.StageEnded) new JournalCodec().read(line).event()).outcome();
        return outcome.output(ImageBuilt.class)
                .map(image -> new BuiltImage(image.image(), image.builder(), image.stepsCached(), image.steps()))
                .orElseThrow(() -> trouble(outcome, mask));
    }

    private static RuntimeException trouble(StageOutcome outcome, SecretMask mask) {
        return outcome.errored()
                .<RuntimeException>map(
                        errored -> new ReleaseException.Errored(mask.cause(errored.cause()), errored.retryAfter()))
                .or(() -> outcome.failed().map(failed -> new ReleaseException.Failed(mask.cause(failed.cause()))))
                .orElseGet(() -> new IllegalStateException("the agent answered " + outcome));
    }

    private static ReleaseException gone(Throwable problem) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "the agent could not build: " + problem.getMessage())
                        .suggesting("look at the agent's page; it is tried again on this or another one"),
                Duration.ZERO,
                problem);
    }
}
