package io.jenkins.plugins.kuberelease.access;

import hudson.Util;
import hudson.model.Run;
import io.kuberelease.adapters.slack.ReleaseLinks;
import io.kuberelease.model.ReleaseId;
import java.net.URI;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Where the release page of a build is; nowhere when Jenkins has not been told its own address. */
final class PageLinks implements ReleaseLinks {
    private static final String PAGE = "kube-release/";

    private final Run<?, ?> run;

    PageLinks(Run<?, ?> run) {
        this.run = run;
    }

    @Override
    public Optional<URI> page(ReleaseId release) {
        return Optional.ofNullable(Jenkins.get().getRootUrl()).map(root -> URI.create(root + run.getUrl() + PAGE));
    }

    @Override
    public Optional<URI> decision(ReleaseId release, String environment) {
        return page(release)
                .map(page -> page.resolve("confirm?what=approve&release=" + Util.rawEncode(release.value())
                        + "&environment=" + Util.rawEncode(environment)));
    }
}
