package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.kuberelease.app.page.JobPage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import jenkins.security.stapler.StaplerNotDispatchable;
import org.kohsuke.stapler.HttpResponse;

/** The page of a job's releases: what each environment holds, and how it got there. */
public final class JobReleases implements Action {
    private static final int MOST_BUILDS = 25;

    private final Job<?, ?> job;

    JobReleases(Job<?, ?> job) {
        this.job = job;
    }

    /** The job of this page. */
    @StaplerNotDispatchable
    public Job<?, ?> getJob() {
        return job;
    }

    /** Used by the Jelly view. */
    @StaplerNotDispatchable
    public PageFrame getFrame() {
        return PageFrame.showing("job", "json", document());
    }

    /** The API of the job; answers a conditional GET. */
    public HttpResponse doJson() {
        job.checkPermission(Item.READ);
        return Sent.json(document());
    }

    private JobPage document() {
        return of(job).among(siblings());
    }

    /**
     * The pages of other jobs in the same folder, which may release the same app, like branches of a multibranch
     * project.
     */
    private List<JobPage> siblings() {
        return ReleaseIndex.get().visible().stream()
                .filter(other -> other.getParent().equals(job.getParent()) && !other.equals(job))
                .map(JobReleases::of)
                .toList();
    }

    /** The page with the job's own last builds only. */
    static JobPage of(Job<?, ?> job) {
        List<JobPage.Build> builds = new ArrayList<>();
        ReleaseControl.installed().ifPresent(control -> {
            int looked = 0;
            for (Run<?, ?> run = job.getLastBuild();
                    run != null && looked < MOST_BUILDS;
                    run = run.getPreviousBuild()) {
                looked++;
                if (run.getAction(ReleaseAction.class) != null) {
                    builds.add(new JobPage.Build(
                            run.getUrl() + ReleaseAction.URL + "/", run.getDisplayName(), control.summaries(run)));
                }
            }
        });
        return JobPage.of(builds);
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

    /** Adds the page to jobs that ever released; does not load builds, since Jenkins asks often. */
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
