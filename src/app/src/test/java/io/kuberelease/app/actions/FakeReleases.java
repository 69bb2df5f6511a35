package io.kuberelease.app.actions;

import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the releases that a test gives it, and writes down what it is told to do. */
public final class FakeReleases implements HostedReleases<String> {
    public final List<String> deeds = new ArrayList<>();
    public Optional<Path> evidence = Optional.empty();

    private final List<HostedRelease> releases;
    private final List<EnvironmentName> promotable;

    public FakeReleases(List<HostedRelease> releases, List<EnvironmentName> promotable) {
        this.releases = releases;
        this.promotable = promotable;
    }

    @Override
    public List<HostedRelease> find(String build) {
        return releases;
    }

    @Override
    public List<String> unreadable(String build) {
        return List.of();
    }

    @Override
    public void decide(String build, ReleaseId release, StageId stage, Approval approval) {
        deeds.add((approval.granted() ? "approve " : "reject ") + stage + " by " + approval.by()
                + approval.comment().map(comment -> ": " + comment).orElse(""));
    }

    @Override
    public void abort(String build, ReleaseId release, String by) {
        deeds.add("abort by " + by);
    }

    @Override
    public List<EnvironmentName> promotable(String build, ReleaseId release) {
        return promotable;
    }

    @Override
    public Optional<DuplicatePromotion<String>> promote(String build, WantedPromotion wish) {
        deeds.add("promote to " + wish.to() + " by " + wish.by());
        return Optional.empty();
    }

    @Override
    public void rollback(String build, ReleaseId release, EnvironmentName environment, Digest bundle, String by) {
        deeds.add("rollback of " + bundle.abbreviated() + " in " + environment + " by " + by);
    }

    @Override
    public Optional<Path> evidence(String build, ReleaseId release, StageId stage) {
        return evidence;
    }

    @Override
    public Optional<Path> console(String build, ReleaseId release) {
        return Optional.empty();
    }

    @Override
    public HostAdvice advice() {
        return new HostAdvice("look at the release page", "say which", "the terminal program");
    }
}
