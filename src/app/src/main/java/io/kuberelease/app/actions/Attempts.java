package io.kuberelease.app.actions;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.plan.StageTask;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import java.util.List;
import java.util.Optional;

/**
 * Finds the releases that take, or tried to take, a bundle to an environment; rollbacks don't count.
 *
 * @param releases the oldest first
 */
public record Attempts(List<HostedRelease> releases) {
    public Attempts {
        releases = List.copyOf(releases);
    }

    /** The last release that took the bundle to the environment, or tried to; absent when none did. */
    public Optional<ReleaseId> last(ImageReference bundle, String to) {
        return releases.stream()
                .map(HostedRelease::state)
                .filter(state -> takes(state, bundle, to))
                .reduce((earlier, later) -> later)
                .map(state -> state.plan().release());
    }

    /** The unfinished release that takes the bundle to the environment; absent when there is none. */
    public Optional<ReleaseId> underWay(ImageReference bundle, String to) {
        return releases.stream()
                .map(HostedRelease::state)
                .filter(state -> state.result().isEmpty() && takes(state, bundle, to))
                .map(state -> state.plan().release())
                .findFirst();
    }

    private static boolean takes(ReleaseState state, ImageReference bundle, String to) {
        return state.plan().kind() != ReleaseKind.ROLLBACK
                && bundle(state).filter(bundle::equals).isPresent()
                && GroupView.all(state).stream()
                        .filter(view -> view.group().kind() == Group.Kind.ENVIRONMENT)
                        .anyMatch(view -> view.name().equals(to));
    }

    /** A promotion names its bundle in its plan, before it has fetched it. */
    private static Optional<ImageReference> bundle(ReleaseState state) {
        return state.plan().fetchBundle().map(StageTask.FetchBundle::bundle).or(state::bundle);
    }
}
