package io.jenkins.plugins.kuberelease.run;

import hudson.console.HyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.AgentImageBuilder;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.Host;
import io.kuberelease.app.Notifiers;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.Threads;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.log.PlainLog;
import io.kuberelease.app.page.KeptLinks;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.Cause;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.EvidenceStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/**
 * A release that this controller runs for a build.
 *
 * @param directory the release's directory
 * @param place where to build its image
 * @param subdirectory of the release file in that place
 * @param access the access of the build; closed with the release
 */
record JenkinsHost(
        Run<?, ?> run,
        Path directory,
        SourceWorkspace place,
        String subdirectory,
        Access access,
        Threads threads,
        TaskListener listener)
        implements Host {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final PlainLog.Host CONSOLE = new PlainLog.Host(
            "console",
            "[kube-release] ",
            false,
            "What is deployed stays until somebody changes it; build again to release this, or roll back on a release"
                    + " page.");

    /** With Jenkins' address where it is configured, since several controllers may release to one cluster. */
    @Override
    public String who() {
        return name();
    }

    static String name() {
        return Optional.ofNullable(Jenkins.get().getRootUrl())
                .map(address -> "Jenkins " + address)
                .orElse("Jenkins");
    }

    @Override
    public String resumedBy() {
        return "Jenkins";
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public void secretsTo(Consumer<FoundSecrets> reader) {
        access.secretsTo(reader);
    }

    @Override
    public Clusters clusters() {
        return access.clusters();
    }

    @Override
    public PortsFactory ports(JournalEntry planned) {
        AgentImageBuilder builder = new AgentImageBuilder(
                place, subdirectory, new JournalCodec().write(planned), access.registries(), access.plainHttp());
        return new PortsFactory(
                ReleaseHost.ports()
                        .config(
                                access,
                                directory,
                                builder,
                                files -> new LinkedEvidence(
                                        run,
                                        ((ReleaseEvent.Planned) planned.event())
                                                .plan()
                                                .release(),
                                        files)),
                threads,
                CLOCK);
    }

    @Override
    public List<EventSink> sinks(ReleasePlan plan) {
        List<EventSink> sinks = new ArrayList<>(
                List.of(new PlainLog(CONSOLE, listener.getLogger(), CLOCK), new TestReports(run, directory, listener)));
        if (plan.preview().isPresent()) {
            sinks.add(new PreviewDescription(run));
            if (Jenkins.get().getPlugin("checks-api") != null) {
                sinks.add(new PreviewChecks(run, listener));
            }
        }
        return sinks;
    }

    @Override
    public Optional<Notifiers> notifiers() {
        return access.notifiers();
    }

    @Override
    public WaitMode waitMode() {
        return WaitMode.STAYS;
    }

    @Override
    public void begun() {
        listener.getLogger()
                .println("[kube-release] "
                        + HyperlinkNote.encodeTo(
                                "/" + run.getUrl() + ReleaseAction.URL + "/", "The release as it goes on"));
    }

    @Override
    public void close() {
        access.close();
    }

    /**
     * Evidence that is named by its address at the build's release page; by its path where Jenkins' own address is not
     * configured.
     */
    private record LinkedEvidence(Run<?, ?> run, ReleaseId release, EvidenceStore files) implements EvidenceStore {

        @Override
        public String keep(StageId stage, Cause cause) {
            String path = files.keep(stage, cause);
            String root = Jenkins.get().getRootUrl();
            return root == null
                    ? path
                    : root + run.getUrl() + ReleaseAction.URL + "/" + KeptLinks.evidence(release, stage);
        }
    }
}
