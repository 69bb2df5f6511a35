package io.jenkins.plugins.kuberelease.run;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.app.ClusterPorts;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.hosting.RunningRelease.Carried;
import io.kuberelease.app.preview.AppPreviews;
import io.kuberelease.app.preview.PreviewHost;
import io.kuberelease.app.preview.RegisteredApp;
import io.kuberelease.app.preview.RemovalHost;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.impl.NullSCMSource;

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
    record Projects(ReleaseHost host) implements PreviewHost {
        @Override
        public boolean has(String project) {
            return find(project).isPresent();
        }

        private static Optional<Item> find(String project) {
            return Optional.ofNullable(Jenkins.get().getItemByFullName(project));
        }

        @Override
        public Set<String> gone(String project, Set<String> heads) throws IOException, InterruptedException {
            Optional<Item> item = find(project).filter(SCMSourceOwner.class::isInstance);
            List<SCMSource> sources =
                    item.map(owner -> ((SCMSourceOwner) owner).getSCMSources()).orElse(List.of());
            Set<String> listed = new HashSet<>();
            for (SCMSource source : sources) {
                source.fetch(TaskListener.NULL).forEach(head -> listed.add(head.getName()));
            }
            Set<String> gone = new HashSet<>();
            for (String head : heads) {
                if (!listed.isEmpty()
                        && !listed.contains(head)
                        && (isDead(item.get(), head) || isNowhere(sources, head))) {
                    gone.add(head);
                }
            }
            return gone;
        }

        /** Whether its job is kept although the branch source has lost it, as that of a change which was merged. */
        private static boolean isDead(Item project, String name) {
            for (Item job : ((ItemGroup<?>) project).getItems()) {
                SCMHead head = SCMHead.HeadByItem.findHead(job);
                SCMSource source = SCMSource.SourceByItem.findSource(job);
                if (head != null
                        && head.getName().equals(name)
                        && (source == null || source instanceof NullSCMSource)) {
                    return true;
                }
            }
            return false;
        }

        /** A branch that the project's filters hide is there all the same. */
        private static boolean isNowhere(List<SCMSource> sources, String head)
                throws IOException, InterruptedException {
            for (SCMSource source : sources) {
                if (source.fetch(head, TaskListener.NULL, null) != null) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public <T> T asking(RegisteredApp app, Function<AppPreviews, T> question) {
            try (Access access = Access.ofProject(app.project())) {
                return question.apply(AppPreviews.of(
                        app.described(), new ClusterPorts(access.clusters(), host.threads(), Clock.systemUTC())));
            }
        }

        @Override
        public Carried open(String project, ReleaseDirectory removal) {
            Access access = Access.ofProject(project);
            return Carried.on(host.runner()
                    .adopt(
                            removal.path(),
                            List.of(),
                            new RemovalHost(
                                    JenkinsHost.name(),
                                    new ReleasePorts(access, removal.path()).ofBundle(),
                                    host.threads(),
                                    access::secretsTo,
                                    RemovalHost.console(removal),
                                    access::close)));
        }
    }
}
