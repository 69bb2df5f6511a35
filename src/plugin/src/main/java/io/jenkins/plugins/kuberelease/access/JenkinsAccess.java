package io.jenkins.plugins.kuberelease.access;

import hudson.Util;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.slack.ReleaseLinks;
import io.kuberelease.app.Notifiers;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.port.RegistryAuth;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/** The access of one build. Permissions and secrets are looked up at the moment of use and not stored. */
final class JenkinsAccess implements Access {
    private final KnownSecrets known = new KnownSecrets();
    private final RunCredentials credentials;
    private final Clusters clusters;
    private final JenkinsRegistries registries;
    private final Trust trust;
    private final PageLinks links;

    JenkinsAccess(Run<?, ?> run) {
        Job<?, ?> job = run.getParent();
        this.credentials = new RunCredentials(run, known);
        this.trust = new Trust(run);
        this.links = new PageLinks(run);
        this.clusters = new ClientClusters(new JenkinsClusters(job, credentials, trust::admit, known));
        this.registries = new JenkinsRegistries(job, credentials, trust::admit, known);
    }

    @Override
    public Clusters clusters() {
        return clusters;
    }

    @Override
    public RegistryAuth registries() {
        return registries;
    }

    @Override
    public EcrRepositories ecrRepositories() {
        return registries;
    }

    @Override
    public void secretsTo(Consumer<FoundSecrets> reader) {
        known.readBy(reader);
    }

    @Override
    public Set<String> plainHttp() {
        return registries.plainHttp();
    }

    @Override
    public Connections connections() {
        return JenkinsConnections.SHARED;
    }

    @Override
    public void admit(String what) {
        trust.admit(what);
    }

    /** Absent for a fork's build, since a stranger chose the names in its messages. */
    @Override
    public Optional<Notifiers> notifiers() {
        return trust.isStranger() ? Optional.empty() : Optional.of(new JenkinsNotifiers(credentials, links));
    }

    @Override
    public void close() {
        clusters.close();
    }

    /** Links to the release page of a build; absent when Jenkins' own address is not configured. */
    private record PageLinks(Run<?, ?> run) implements ReleaseLinks {

        @Override
        public Optional<URI> page(ReleaseId release) {
            return Optional.ofNullable(Jenkins.get().getRootUrl())
                    .map(root -> URI.create(root + run.getUrl() + "kube-release/"));
        }

        @Override
        public Optional<URI> decision(ReleaseId release, String environment) {
            return page(release)
                    .map(page -> page.resolve("confirm?what=approve&release=" + Util.rawEncode(release.value())
                            + "&environment=" + Util.rawEncode(environment)));
        }
    }
}
