package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.kuberelease.app.hosting.ReleaseSummary;
import io.kuberelease.app.page.PreviewRequestLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/** Follows the builds that people have asked for on the pages of previews; those that ended, until Jenkins restarts. */
@Extension
public final class PreviewBuilds extends RunListener<Run<?, ?>> {
    private static final Logger LOGGER = Logger.getLogger(PreviewBuilds.class.getName());
    private static final int MOST_ENDED = 200;

    private final Deque<Run<?, ?>> ended = new ArrayDeque<>();

    /** The only instance. */
    static PreviewBuilds get() {
        return ExtensionList.lookupSingleton(PreviewBuilds.class);
    }

    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        if (PreviewRequest.of(run).isPresent()) {
            synchronized (ended) {
                ended.addFirst(run);
                if (ended.size() > MOST_ENDED) {
                    ended.removeLast();
                }
            }
            ReleaseControl.installed()
                    .orElseThrow()
                    .previewAnswers()
                    .outdate(run.getParent().getParent().getFullName());
        }
    }

    /** Those of one project, the newest first. */
    List<PreviewRequestLine> of(ItemGroup<?> project) {
        List<PreviewRequestLine> lines = new ArrayList<>();
        for (Queue.Item item : Queue.getInstance().getItems()) {
            PreviewRequest request = item.getAction(PreviewRequest.class);
            if (request != null && item.task instanceof Job<?, ?> job && job.getParent() == project) {
                lines.add(PreviewRequestLine.queued(
                        request.branch(),
                        request.user(),
                        Instant.ofEpochMilli(item.getInQueueSince()),
                        Optional.ofNullable(item.getWhy())));
            }
        }
        List<Run<?, ?>> begun = new ArrayList<>();
        for (FlowExecution execution : FlowExecutionList.get()) {
            try {
                if (execution.getOwner().getExecutable() instanceof Run<?, ?> run) {
                    begun.add(run);
                }
            } catch (IOException gone) {
                LOGGER.log(Level.FINE, "a pipeline that has no build", gone);
            }
        }
        synchronized (ended) {
            begun.addAll(ended);
        }
        for (Run<?, ?> run : begun) {
            if (run.getParent().getParent() == project) {
                PreviewRequest.of(run).ifPresent(request -> lines.add(line(run, request)));
            }
        }
        lines.sort(Comparator.comparing(PreviewRequestLine::at).reversed());
        return lines;
    }

    private static PreviewRequestLine line(Run<?, ?> run, PreviewRequest request) {
        Optional<Result> result = Optional.ofNullable(run.getResult()).filter(ended -> !run.isBuilding());
        return PreviewRequestLine.begun(
                request.branch(),
                request.user(),
                Instant.ofEpochMilli(run.getTimeInMillis()),
                new PreviewRequestLine.Build(
                        run.getDisplayName(),
                        run.getUrl() + (run.getAction(ReleaseAction.class) == null ? "" : ReleaseAction.URL + "/"),
                        result.map(Result::toString),
                        result.filter(Result.SUCCESS::equals).isPresent(),
                        Optional.ofNullable(run.getAction(StepFailureAction.class))
                                .map(StepFailureAction::getFirst),
                        ReleaseControl.installed()
                                .flatMap(control ->
                                        control.summaries(run).stream().findFirst())
                                .map(ReleaseSummary::headline)));
    }
}
