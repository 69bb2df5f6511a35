package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import jenkins.security.stapler.StaplerNotDispatchable;
import org.kohsuke.stapler.HttpResponse;

/** The page of a job's releases: what is in each environment, and how it came there. */
public final class JobReleases implements Action {
    private final Job<?, ?> job;

    JobReleases(Job<?, ?> job) {
        this.job = job;
    }

    /** The job that it belongs to. */
    @StaplerNotDispatchable
    public Job<?, ?> getJob() {
        return job;
    }

    /** What is shown. */
    @StaplerNotDispatchable
    public JobHistory getHistory() {
        return JobHistory.of(job).among(siblings());
    }

    /** Jobs of one folder may all release one app, as the branches of a multibranch project do; the board says the same. */
    private List<Job<?, ?>> siblings() {
        return ReleaseIndex.get().visible().stream()
                .filter(other -> other.getParent().equals(job.getParent()) && !other.equals(job))
                .toList();
    }

    /** The API of the job; answers a conditional GET. */
    public HttpResponse doJson() {
        job.checkPermission(Item.READ);
        return new JsonAnswer(getHistory());
    }

    @Override
    public String getIconFileName() {
        return ReleaseBoard.ICON;
    }

    @Override
    public String getDisplayName() {
        return "Releases";
    }

    @Override
    public String getUrlName() {
        return ReleaseAction.URL;
    }

    /** Gives the page to jobs that ever released; looks into no build, for Jenkins asks often. */
    @Extension
    @SuppressWarnings("rawtypes") // Actions are made for all kinds of jobs.
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job target) {
            return ReleaseIndex.get().knows(target) ? List.of(new JobReleases(target)) : List.of();
        }
    }
}
