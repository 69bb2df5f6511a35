package io.jenkins.plugins.kuberelease.access;

import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.slack.ReleaseLinks;
import io.kuberelease.app.Notifiers;
import io.kuberelease.app.access.Reach;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.RegistryAuth;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** The access of one build, or of a project. Permissions and secrets are looked up at the moment of use and not stored. */
final class JenkinsAccess implements Access {
    private final KnownSecrets known;
    private final Clusters clusters;
    private final JenkinsRegistries registries;
    private final Consumer<Reach> gate;
    private final Consumer<ReleasePlan> goesBy;
    private final Supplier<Optional<Notifiers>> notifiers;

    private JenkinsAccess(
            AccessPlace place,
            RunCredentials credentials,
            KnownSecrets known,
            Consumer<Reach> gate,
            Consumer<ReleasePlan> goesBy,
            Supplier<Optional<Notifiers>> notifiers) {
        this.known = known;
        this.gate = gate;
        this.goesBy = goesBy;
        this.notifiers = notifiers;
        this.clusters = new ClientClusters(new JenkinsClusters(place, credentials, gate, known));
        this.registries = new JenkinsRegistries(place, credentials, gate, known);
    }

    /** The access of a build. */
    static JenkinsAccess of(Run<?, ?> run) {
        KnownSecrets known = new KnownSecrets();
        RunCredentials credentials = new RunCredentials(run, known);
        Trust trust = new Trust(run);
        // None for a fork's build, since a stranger chose the names in its messages.
        return new JenkinsAccess(
                AccessPlace.of(run.getParent()),
                credentials,
                known,
                trust::admit,
                trust::goesBy,
                () -> trust.isStranger()
                        ? Optional.empty()
                        : Optional.of(new JenkinsNotifiers(credentials, new PageLinks(run))));
    }

    /** The access of what no build does: nobody is notified. */
    static JenkinsAccess of(AccessPlace place) {
        KnownSecrets known = new KnownSecrets();
        return new JenkinsAccess(
                place, new RunCredentials(place, known), known, what -> {}, plan -> {}, Optional::empty);
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
        gate.accept(new Reach(Reach.Kind.TOOL, what));
    }

    @Override
    public void goesBy(ReleasePlan plan) {
        goesBy.accept(plan);
    }

    @Override
    public Optional<Notifiers> notifiers() {
        return notifiers.get();
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
