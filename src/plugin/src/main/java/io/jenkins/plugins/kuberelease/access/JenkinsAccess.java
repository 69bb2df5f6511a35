package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.cloud.JenkinsConnections;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.slack.ReleaseLinks;
import io.kuberelease.app.Notifiers;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.access.ConfiguredClusters;
import io.kuberelease.app.access.ConfiguredRegistries;
import io.kuberelease.app.access.KnownSecrets;
import io.kuberelease.model.ReleaseId;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** Gives access as Jenkins is configured; another provider takes precedence over this one. */
@Extension(ordinal = -1)
public final class JenkinsAccess implements AccessProvider {

    @Override
    public Access of(Run<?, ?> run) {
        KnownSecrets known = new KnownSecrets();
        RunCredentials credentials = new RunCredentials(run, known);
        Trust trust = new Trust(run);
        // None for a fork's build, since a stranger chose the names in its messages.
        return access(
                AccessPlace.of(run.getParent()),
                credentials,
                known,
                () -> trust.isStranger()
                        ? Optional.empty()
                        : Optional.of(new JenkinsNotifiers(credentials, new PageLinks(run))),
                trust);
    }

    /** Of what no build does: nobody is notified. */
    @Override
    public Access ofProject(String project) {
        AccessPlace place = AccessPlace.ofProject(project);
        KnownSecrets known = new KnownSecrets();
        return access(place, new RunCredentials(place, known), known, Optional::empty, Access.Trusting.EVERYTHING);
    }

    private static Access access(
            AccessPlace place,
            RunCredentials credentials,
            KnownSecrets known,
            Supplier<Optional<Notifiers>> notifiers,
            Access.Trusting trust) {
        ConfiguredRegistries<StandardCredentials> registries = new ConfiguredRegistries<>(
                () -> place.settings().stream()
                        .map(settings -> new ConfiguredRegistries.Folder<>(
                                settings.registryEntries(), id -> credentials.find(id, settings.jenkins())))
                        .toList(),
                new RegistryLogins(),
                trust,
                known);
        return new Access(
                new ClientClusters(new ConfiguredClusters(
                        place.name(),
                        () -> place.settings().stream()
                                .flatMap(settings -> settings.clusters().stream()
                                        .map(cluster -> entry(cluster, id -> credentials.find(id, settings.jenkins()))))
                                .toList(),
                        CloudAccess.of(place),
                        trust,
                        known)),
                registries,
                registries,
                registries::plainHttp,
                JenkinsConnections.SHARED,
                known,
                notifiers,
                trust);
    }

    static ConfiguredClusters.Entry entry(ConfiguredCluster cluster, Function<String, StandardCredentials> credential) {
        return new ConfiguredClusters.Entry(
                cluster.getName(),
                cluster::servesJob,
                Optional.ofNullable(cluster.getCredentialsId())
                        .map(id -> new ClusterAccess(cluster, () -> credential.apply(id))));
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
