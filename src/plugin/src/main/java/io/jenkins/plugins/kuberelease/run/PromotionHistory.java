package io.jenkins.plugins.kuberelease.run;

import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where bundles have been with the releases of a build. The clusters know more, and are asked before anything is
 * begun; this is what a page can offer at once.
 *
 * @param releases of the build
 */
record PromotionHistory(List<HostedRelease> releases) {

    /** Where a release's bundle can go next: not there yet, and good in all that comes before. */
    List<EnvironmentName> ahead(ReleaseState release, AppDescription app) {
        if (release.result().isEmpty() || release.bundle().isEmpty()) {
            return List.of();
        }
        Set<EnvironmentName> been = been(release.bundle().get());
        return app.environments().stream()
                .filter(environment -> !been.contains(environment.name()))
                .filter(environment -> app.before(environment).stream()
                        .map(EnvironmentSpec::name)
                        .allMatch(been::contains))
                .map(EnvironmentSpec::name)
                .toList();
    }

    private Set<EnvironmentName> been(ImageReference bundle) {
        return releases.stream()
                .map(HostedRelease::state)
                .filter(state -> state.bundle().filter(bundle::equals).isPresent())
                .flatMap(state -> GroupView.all(state).stream())
                .filter(view -> view.group().kind() == Group.Kind.ENVIRONMENT)
                .filter(view -> view.phase() == Phase.DONE || view.phase() == Phase.UNCHANGED)
                .map(view -> new EnvironmentName(view.name()))
                .collect(Collectors.toSet());
    }
}
