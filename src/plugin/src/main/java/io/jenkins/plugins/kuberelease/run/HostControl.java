package io.jenkins.plugins.kuberelease.run;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.OpenRelease;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.app.page.DuplicatePromotion;
import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.app.page.ReleaseSummary;
import io.kuberelease.app.page.WantedPromotion;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.request.RollbackRequest;
import io.kuberelease.view.Details;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Gives the pages the releases of a build, and carries out what they ask for. */
@Extension
public final class HostControl implements ReleaseControl {
    private final JournalCodec codec = new JournalCodec();
    private final Set<String> goingBack = ConcurrentHashMap.newKeySet();
    private final EndedReleases ended = new EndedReleases(this::read, EndedReleases.MOST);
    private final PagePromotions promotions = new PagePromotions(this::read);

    @Override
    public List<HostedRelease> find(Run<?, ?> run) {
        return BuildReleases.of(run).all(this::read);
    }

    @Override
    public List<ReleaseSummary> summaries(Run<?, ?> run) {
        return BuildReleases.of(run).each(ended::summary).stream()
                .sorted(Comparator.comparing(ReleaseSummary::startedAt))
                .toList();
    }

    @Override
    public List<String> unreadable(Run<?, ?> run) {
        return BuildReleases.of(run).unreadable();
    }

    private HostedRelease read(Path directory) {
        Details details = ReleaseHost.get()
                .find(directory)
                .map(open -> open.details().get())
                .orElse(Details.NONE);
        return new HostedRelease(FileJournal.ofRelease(directory, codec), details);
    }

    @Override
    public void decide(Run<?, ?> run, ReleaseId release, StageId stage, Approval approval) {
        hosted(run, release).run().decide(stage, approval);
    }

    @Override
    public void abort(Run<?, ?> run, ReleaseId release, String by) {
        Path directory = BuildReleases.of(run)
                .directory(release.value())
                .filter(ReleaseHost.get()::isAlive)
                .orElseThrow(() -> notUnderWay(release));
        ReleaseHost.get().abort(directory, by);
    }

    private OpenRelease hosted(Run<?, ?> run, ReleaseId release) {
        return BuildReleases.of(run).directory(release.value()).stream()
                .flatMap(directory -> ReleaseHost.get().find(directory).stream())
                .findFirst()
                .orElseThrow(() -> notUnderWay(release));
    }

    private static ReleaseException notUnderWay(ReleaseId release) {
        return refused("release " + release + " is not under way in this Jenkins", "look at its page again");
    }

    @Override
    public List<EnvironmentName> promotable(Run<?, ?> run, ReleaseId release) {
        return find(run).stream()
                .filter(found -> found.id().equals(release))
                .findFirst()
                .flatMap(found ->
                        description(run, release).map(app -> new PromotionHistory(find(run)).ahead(found.state(), app)))
                .orElse(List.of());
    }

    private static Optional<AppDescription> description(Run<?, ?> run, ReleaseId release) {
        return BuildReleases.of(run).description(release.value()).flatMap(HostControl::described);
    }

    private static Optional<AppDescription> described(String text) {
        try {
            return Optional.of(ExistingBundle.describe(text));
        } catch (AbortException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<DuplicatePromotion<Run<?, ?>>> promote(Run<?, ?> run, WantedPromotion wish) {
        ReleaseId release = wish.release();
        ImageReference bundle = known(run, release)
                .state()
                .bundle()
                .orElseThrow(() -> refused("release " + release + " has no bundle", "release again"));
        return promotions.begin(run, bundle, text(run, release), wish);
    }

    @Override
    public void rollback(Run<?, ?> run, ReleaseId release, EnvironmentName environment, Digest bundle, String by) {
        String description = text(run, release);
        String place = run.getExternalizableId() + " " + environment;
        if (!goingBack.add(place)) {
            throw beingRolledBack(environment);
        }
        new PageReleases(run)
                .begin(
                        description,
                        existing -> {
                            refuseWhileGoingBack(run, environment);
                            return existing.plan(
                                    description,
                                    (promotions, app) -> promotions.rollback(
                                            app, RollbackRequest.of(environment.value(), bundle, by)));
                        },
                        () -> goingBack.remove(place));
    }

    /** Until a rollback is complete, the clusters still name the bundle that is being taken out. */
    private void refuseWhileGoingBack(Run<?, ?> run, EnvironmentName environment) {
        boolean goesBack = BuildReleases.of(run).directories().stream()
                .filter(ReleaseHost.get()::isAlive)
                .map(this::read)
                .filter(release -> release.state().plan().errand() == ReleaseKind.ROLLBACK)
                .anyMatch(release -> release.data().environments().stream()
                        .anyMatch(each -> each.name().equals(environment.value())));
        if (goesBack) {
            throw beingRolledBack(environment);
        }
    }

    private static ReleaseException beingRolledBack(EnvironmentName environment) {
        return refused(environment + " is being rolled back already", "look at the release page");
    }

    @Override
    public Optional<Path> evidence(Run<?, ?> run, ReleaseId release, StageId stage) {
        return BuildReleases.of(run).directory(release.value()).flatMap(directory -> PortsFactory.evidence(directory)
                .find(stage));
    }

    @Override
    public Optional<Path> console(Run<?, ?> run, ReleaseId release) {
        return BuildReleases.of(run).directory(release.value()).flatMap(OwnConsole::find);
    }

    private HostedRelease known(Run<?, ?> run, ReleaseId release) {
        return find(run).stream()
                .filter(each -> each.id().equals(release))
                .findFirst()
                .orElseThrow(() -> refused("this build has no release " + release, "look at its page again"));
    }

    private static String text(Run<?, ?> run, ReleaseId release) {
        return BuildReleases.of(run)
                .description(release.value())
                .orElseThrow(() -> refused(
                        "the release file of " + release + " is not kept with the build",
                        "use kubePromote or kubeRollback in a Jenkinsfile, or the terminal program"));
    }

    private static ReleaseException refused(String what, String fix) {
        return new ReleaseException.Failed(Cause.of(CauseKind.REFUSED, what).suggesting(fix));
    }

    /**
     * The environments that bundles have reached in releases of the build. The clusters know more, and are asked before
     * anything is begun; this is what a page can offer at once.
     *
     * @param releases of the build
     */
    private record PromotionHistory(List<HostedRelease> releases) {

        /**
         * The environments that a release's bundle can go to next: it is not there yet, and has reached all that come
         * before.
         */
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
}
