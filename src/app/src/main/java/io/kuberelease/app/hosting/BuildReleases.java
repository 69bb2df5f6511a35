package io.kuberelease.app.hosting;

import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.actions.DuplicatePromotion;
import io.kuberelease.app.actions.HostAdvice;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import io.kuberelease.app.actions.WantedPromotion;
import io.kuberelease.app.hosting.Assignments.Assignment;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Approval;
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
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.promotion.Promotions;
import io.kuberelease.request.PromotionRequest;
import io.kuberelease.request.RollbackRequest;
import io.kuberelease.view.Details;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The releases of a host's builds: finds them in their directories, and has them carried out by this process. */
public final class BuildReleases<B> implements HostedReleases<B> {
    private final Set<String> goingBack = ConcurrentHashMap.newKeySet();
    private final SummaryCache ended = new SummaryCache(this::read, SummaryCache.MOST);
    private final Builds<B> builds;
    private final RunningReleases running;
    private final InstantSource clock;
    private final RequestedReleases requested;
    private final PromotionsOnce<B> once;

    /**
     * @param running the releases under way in this process
     * @param workers for work that may block
     */
    public BuildReleases(Builds<B> builds, RunningReleases running, ExecutorService workers, InstantSource clock) {
        this.builds = builds;
        this.running = running;
        this.clock = clock;
        this.requested = new RequestedReleases(workers);
        this.once = new PromotionsOnce<>(builds, running, this::read);
    }

    @Override
    public List<HostedRelease> find(B build) {
        return kept(build).read(this::read);
    }

    /**
     * Goes through the releases that were begun and have not ended: has those taken up whose build has ended without
     * them, and forgets those that are gone.
     *
     * @param goesOn whether a build goes on: its steps resume their releases themselves
     */
    public void orphans(Predicate<B> goesOn, BiConsumer<B, Assignment> takeUp) {
        for (Assignment assignment : running.assignments()) {
            Optional<B> build = builds.find(assignment.build());
            Optional<ReleaseDirectory> release = build.map(
                            found -> new ReleaseDirectory(kept(found).root().resolve(assignment.directory())))
                    .filter(ReleaseDirectory::hasPlan);
            if (release.isEmpty()) {
                running.forget(assignment);
            } else if (!goesOn.test(build.get())
                    && !running.isAlive(release.get().path())
                    // Resuming the others may have taken a while in which this one has ended.
                    && running.assignments().contains(assignment)) {
                takeUp.accept(build.get(), assignment);
            }
        }
    }

    /** Short forms of the releases of a build, the oldest first; for lists of many builds. */
    public List<ReleaseSummary> summaries(B build) {
        return kept(build).each(ended::summary).stream()
                .sorted(Comparator.comparing(ReleaseSummary::startedAt))
                .toList();
    }

    @Override
    public List<String> unreadable(B build) {
        return kept(build).unreadable();
    }

    private KeptReleases kept(B build) {
        return new KeptReleases(builds.releases(build));
    }

    private HostedRelease read(Path directory) {
        Details details =
                running.find(directory).map(open -> open.details().get()).orElse(Details.NONE);
        return new HostedRelease(new ReleaseDirectory(directory).journal(), details);
    }

    @Override
    public void decide(B build, ReleaseId release, StageId stage, Approval approval) {
        kept(build)
                .find(release.value())
                .map(ReleaseDirectory::path)
                .flatMap(running::find)
                .orElseThrow(() -> notUnderWay(release))
                .run()
                .decide(stage, approval);
    }

    @Override
    public void abort(B build, ReleaseId release, String by) {
        Path directory = kept(build)
                .find(release.value())
                .map(ReleaseDirectory::path)
                .filter(running::isAlive)
                .orElseThrow(() -> notUnderWay(release));
        running.abort(directory, by);
    }

    private ReleaseException notUnderWay(ReleaseId release) {
        return advice().outdated(CauseKind.REFUSED, "release " + release + " is not under way here");
    }

    @Override
    public List<EnvironmentName> promotable(B build, ReleaseId release) {
        List<HostedRelease> all = find(build);
        return all.stream()
                .filter(found -> found.id().equals(release))
                .findFirst()
                .flatMap(found -> kept(build)
                        .description(release.value())
                        .flatMap(BuildReleases::readable)
                        .map(app -> new PromotionHistory(all).ahead(found.state(), app)))
                .orElse(List.of());
    }

    private static Optional<AppDescription> readable(String description) {
        try {
            return Optional.of(ReleasePlanner.describe(description));
        } catch (BadRequest unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<DuplicatePromotion<B>> promote(B build, WantedPromotion wish) {
        ReleaseId release = wish.release();
        ImageReference bundle = known(build, release)
                .state()
                .bundle()
                .orElseThrow(() -> HostAdvice.refused(
                        CauseKind.REFUSED, "release " + release + " has no bundle", "release again"));
        String description = description(build, release);
        PromotionRequest request = new PromotionRequest(
                Optional.empty(),
                List.of(wish.to().value()),
                Optional.of(bundle.digest().value()),
                wish.by());
        return once.unlessEarlier(
                build,
                bundle,
                wish,
                afterwards -> begin(
                        build,
                        description,
                        () -> {},
                        (promotions, app) -> promotions.promote(app, request),
                        afterwards));
    }

    @Override
    public void rollback(B build, ReleaseId release, EnvironmentName environment, Digest bundle, String by) {
        String description = description(build, release);
        String place = builds.name(build) + " " + environment;
        if (!goingBack.add(place)) {
            throw beingRolledBack(environment);
        }
        begin(
                build,
                description,
                () -> refuseWhileGoingBack(build, environment),
                (promotions, app) -> promotions.rollback(app, RollbackRequest.of(environment.value(), bundle, by)),
                () -> goingBack.remove(place));
    }

    /** Until a rollback is complete, the clusters still name the bundle that is being taken out. */
    private void refuseWhileGoingBack(B build, EnvironmentName environment) {
        boolean goesBack = kept(build).all().stream()
                .map(ReleaseDirectory::path)
                .filter(running::isAlive)
                .map(this::read)
                .filter(release -> release.state().plan().kind() == ReleaseKind.ROLLBACK)
                .anyMatch(release -> release.data().environments().stream()
                        .anyMatch(each -> each.name().equals(environment.value())));
        if (goesBack) {
            throw beingRolledBack(environment);
        }
    }

    private ReleaseException beingRolledBack(EnvironmentName environment) {
        return advice().outdated(CauseKind.REFUSED, environment + " is being rolled back already");
    }

    /**
     * Begins a release from a page of the build.
     *
     * @param precondition refuses what must not begin now
     * @param afterwards run once: when the host knows the release, or when nothing was begun
     */
    private void begin(
            B build,
            String description,
            Runnable precondition,
            BiFunction<Promotions, AppDescription, ReleasePlan> wish,
            Runnable afterwards) {
        ReleaseDirectory directory = kept(build).more();
        requested.begin(
                () -> {
                    precondition.run();
                    return plan(build, directory, description, wish);
                },
                plan -> start(build, directory, description, plan),
                afterwards);
    }

    private void start(B build, ReleaseDirectory directory, String description, ReleasePlan plan) throws IOException {
        directory.begin(description, first(plan));
        CompletableFuture<RunResult> over = builds.carryOut(build, directory);
        if (over.isCompletedExceptionally()) {
            over.join();
        }
    }

    private JournalEntry first(ReleasePlan plan) {
        return new JournalEntry(0, clock.instant(), new ReleaseEvent.Planned(plan));
    }

    /**
     * Plans a release of an existing bundle, and begins its journal. Asks the clusters, with the build's access, which
     * bundle is meant; blocks.
     *
     * @param description the release file
     * @param wish chooses the bundle and its environment, and makes the plan
     * @throws ReleaseException when the release file is wrong, there is no such bundle, or it may not go there yet
     */
    public void prepare(
            B build,
            ReleaseDirectory directory,
            String description,
            BiFunction<Promotions, AppDescription, ReleasePlan> wish)
            throws IOException {
        directory.begin(description, first(plan(build, directory, description, wish)));
    }

    private ReleasePlan plan(
            B build,
            ReleaseDirectory directory,
            String description,
            BiFunction<Promotions, AppDescription, ReleasePlan> wish)
            throws IOException {
        AppDescription app = described(description);
        Files.createDirectories(directory.path().resolve("files"));
        return builds.withPorts(build, directory.path(), ports -> wish.apply(ports.promotions(), app));
    }

    private static AppDescription described(String description) {
        try {
            return ReleasePlanner.describe(description);
        } catch (BadRequest wrong) {
            throw HostAdvice.refused(CauseKind.BAD_INPUT, wrong.report(), "mend the release file");
        }
    }

    @Override
    public Optional<Path> evidence(B build, ReleaseId release, StageId stage) {
        return kept(build).find(release.value()).flatMap(directory -> directory.evidence(stage));
    }

    @Override
    public Optional<Path> console(B build, ReleaseId release) {
        return kept(build).find(release.value()).flatMap(ReleaseDirectory::writtenConsole);
    }

    @Override
    public HostAdvice advice() {
        return builds.advice();
    }

    private HostedRelease known(B build, ReleaseId release) {
        return find(build).stream()
                .filter(each -> each.id().equals(release))
                .findFirst()
                .orElseThrow(() -> advice().outdated(CauseKind.REFUSED, "this build has no release " + release));
    }

    private String description(B build, ReleaseId release) {
        return kept(build)
                .description(release.value())
                .orElseThrow(() -> HostAdvice.refused(
                        CauseKind.REFUSED,
                        "the release file of " + release + " is not kept with the build",
                        advice().elsewhere()));
    }

    /**
     * The environments that bundles have reached in releases of a build. The clusters know more, and are asked before
     * anything is begun; this is what a page can offer at once.
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
