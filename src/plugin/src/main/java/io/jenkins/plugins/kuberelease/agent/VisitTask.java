package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Stands in Jenkins' queue for an executor; not kept over a restart, since the release asks for another one then. */
final class VisitTask implements Queue.TransientTask {
    private final Run<?, ?> run;
    private final SourcePlace place;
    private final TaskListener listener;
    private final CompletableFuture<FilePath> workspace = new CompletableFuture<>();
    private final CountDownLatch left = new CountDownLatch(1);

    VisitTask(Run<?, ?> run, SourcePlace place, TaskListener listener) {
        this.run = run;
        this.place = place;
        this.listener = listener;
    }

    /** Completes when the source is there. */
    CompletableFuture<FilePath> workspace() {
        return workspace;
    }

    boolean isOver() {
        return left.getCount() == 0 || workspace.isCompletedExceptionally();
    }

    void leave() {
        left.countDown();
        if (workspace.completeExceptionally(new InterruptedException("left before an agent was found"))) {
            Queue.getInstance().cancel(this);
        }
    }

    void awaitLeaving() throws InterruptedException {
        left.await();
    }

    Run<?, ?> run() {
        return run;
    }

    SourcePlace place() {
        return place;
    }

    TaskListener listener() {
        return listener;
    }

    @Override
    public Queue.Executable createExecutable() {
        return new Visit(this);
    }

    @Override
    public Queue.Task getOwnerTask() {
        return run.getParent() instanceof Queue.Task job ? job.getOwnerTask() : this;
    }

    @Override
    public Authentication getDefaultAuthentication2() {
        return ACL.SYSTEM2;
    }

    @Override
    public @Nullable Label getAssignedLabel() {
        return place.label();
    }

    @Override
    public String getName() {
        return "kube-release";
    }

    @Override
    public String getDisplayName() {
        return "Release source of " + run.getFullDisplayName();
    }

    @Override
    public String getFullDisplayName() {
        return getDisplayName();
    }

    @Override
    public String getUrl() {
        return run.getUrl();
    }

    @Override
    public void checkAbortPermission() {
        run.getParent().checkPermission(Item.CANCEL);
    }

    @Override
    public boolean hasAbortPermission() {
        return run.getParent().hasPermission(Item.CANCEL);
    }
}
