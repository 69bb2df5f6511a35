package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.kuberelease.page.ProjectBranches;
import io.kuberelease.app.preview.ProjectPreviews;
import io.kuberelease.app.preview.ProjectRepository;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSourceOwner;

/** Looks after the previews from time to time, and when a branch's job is deleted. */
@Extension
public final class PreviewCare extends AsyncPeriodicWork {
    private static final long FIRST_SECONDS = 20;
    private static final long PERIOD_SECONDS = 600;

    public PreviewCare() {
        super("kube-release: previews that are over");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(PERIOD_SECONDS);
    }

    @Override
    public long getInitialDelay() {
        return TimeUnit.SECONDS.toMillis(FIRST_SECONDS);
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    protected void execute(TaskListener listener) throws InterruptedException {
        ReleaseHost.get().previews().round();
    }

    /** Notes which branches are gone, and where their previews are known now; a round follows at once. */
    @Extension
    public static final class Items extends ItemListener {
        @Override
        public void onDeleted(Item item) {
            SCMHead head = SCMHead.HeadByItem.findHead(item);
            if (head != null && item.getParent() instanceof SCMSourceOwner project) {
                ReleaseHost host = ReleaseHost.get();
                host.previews().register().ended(project.getFullName(), head.getName());
                host.previews().soon(host.threads().workers());
            }
        }

        @Override
        public void onLocationChanged(Item item, String from, String to) {
            ReleaseHost.get().previews().register().moved(from, to);
        }
    }

    /** The projects of this Jenkins. */
    static final class Projects implements ProjectPreviews.Projects {
        @Override
        public boolean has(String project) {
            return find(project).isPresent();
        }

        private static Optional<Item> find(String project) {
            return Optional.ofNullable(Jenkins.get().getItemByFullName(project));
        }

        @Override
        public Set<String> gone(String project, Set<String> heads) throws IOException, InterruptedException {
            return find(project).orElse(null) instanceof MultiBranchProject<?, ?> branches
                    ? new ProjectRepository<>(new ProjectBranches(branches)).gone(heads)
                    : Set.of();
        }
    }
}
