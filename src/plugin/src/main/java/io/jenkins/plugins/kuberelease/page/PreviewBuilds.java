package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.kuberelease.app.page.PreviewRequestLine;
import io.kuberelease.app.page.PreviewRequestLine.State;
import io.kuberelease.view.TextSanitizer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
            PreviewAnswers.get().outdate(run.getParent().getParent().getFullName());
        }
    }

    /** Those of one project, the newest first. */
    List<PreviewRequestLine> of(Collection<? extends Job<?, ?>> jobs) {
        List<PreviewRequestLine> lines = new ArrayList<>();
        for (Queue.Item item : Queue.getInstance().getItems()) {
            PreviewRequest request = item.getAction(PreviewRequest.class);
            if (request != null && jobs.contains(item.task)) {
                lines.add(new PreviewRequestLine(
                        TextSanitizer.text(request.branch()),
                        TextSanitizer.text(request.user()),
                        Instant.ofEpochMilli(item.getInQueueSince()),
                        State.QUEUED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(item.getWhy()).map(TextSanitizer::text)));
            }
        }
        for (FlowExecution execution : FlowExecutionList.get()) {
            try {
                if (execution.getOwner().getExecutable() instanceof Run<?, ?> run && jobs.contains(run.getParent())) {
                    PreviewRequest.of(run).ifPresent(request -> lines.add(line(run, request)));
                }
            } catch (IOException gone) {
                LOGGER.log(Level.FINE, "a pipeline that has no build", gone);
            }
        }
        synchronized (ended) {
            for (Run<?, ?> run : ended) {
                if (jobs.contains(run.getParent())) {
                    PreviewRequest.of(run).ifPresent(request -> lines.add(line(run, request)));
                }
            }
        }
        lines.sort(Comparator.comparing(PreviewRequestLine::at).reversed());
        return lines;
    }

    private static PreviewRequestLine line(Run<?, ?> run, PreviewRequest request) {
        Result result = run.getResult();
        State state = run.isBuilding() || result == null
                ? State.RUNNING
                : result == Result.SUCCESS ? State.DONE : State.FAILED;
        return new PreviewRequestLine(
                TextSanitizer.text(request.branch()),
                TextSanitizer.text(request.user()),
                Instant.ofEpochMilli(run.getTimeInMillis()),
                state,
                Optional.of(run.getDisplayName()),
                Optional.of(run.getUrl() + (run.getAction(ReleaseAction.class) == null ? "" : ReleaseAction.URL + "/")),
                words(run, state));
    }

    private static Optional<String> words(Run<?, ?> run, State state) {
        Optional<String> told = ReleaseControl.installed()
                .flatMap(control -> control.summaries(run).stream().findFirst())
                .map(summary -> summary.headline());
        return switch (state) {
            case FAILED ->
                Optional.ofNullable(run.getAction(StepFailureAction.class))
                        .map(StepFailureAction::getFirst)
                        .or(() -> told)
                        .or(() -> Optional.of("the build ended as " + run.getResult()));
            case QUEUED, RUNNING -> told.or(() -> Optional.of("its source is being fetched"));
            case DONE -> told;
        };
    }
}
