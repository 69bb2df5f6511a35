package io.jenkins.plugins.kuberelease.page;

import hudson.model.Item;
import hudson.model.Run;
import io.kuberelease.model.ReleaseId;
import java.util.Optional;

/**
 * What was begun before somebody asked for the same.
 *
 * @param run on whose page it is
 * @param release absent when it is being planned at this moment
 */
public record Forerunner(Run<?, ?> run, Optional<ReleaseId> release) {

    /** Where it is seen, relative to Jenkins' root; absent for whoever may not look there. */
    Optional<String> address() {
        return Optional.of(run)
                .filter(other -> other.hasPermission(Item.READ))
                .map(other -> other.getUrl() + ReleaseAction.URL + "/"
                        + release.map(id -> "#" + id).orElse(""));
    }
}
