package io.kuberelease.app.preview;

import io.kuberelease.adapters.disk.Directories;
import io.kuberelease.app.Unattended;
import io.kuberelease.app.hosting.Assignments.Assignment;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.hosting.RunningReleases;
import io.kuberelease.engine.RunResult;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask.RemovePreview;
import io.kuberelease.view.ReleaseConclusion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the previews that a host's projects have made: removes those whose time is over, and those of which all
 * that was released is gone from the repository. What is to be removed is written down before; a removal is a release
 * of its own, which is resumed after a restart, is never carried out twice at once, and is tried again in the next round
 * when it has failed.
 */
public final class PreviewKeeper {
    private static final Logger LOGGER = Logger.getLogger(PreviewKeeper.class.getName());
    private static final Duration KEPT = Duration.ofDays(7);
    private static final String NOBODY = "Jenkins";

    private final PreviewRegister register;
    private final PreviewHost host;
    private final RunningReleases running;
    private final Path root;
    private final InstantSource clock;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Set<String> beginning = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, String>> problems = new ConcurrentHashMap<>();

    /**
     * @param running the removals under way, which nobody else uses
     * @param root a directory for the removals
     */
    public PreviewKeeper(
            PreviewRegister register, PreviewHost host, RunningReleases running, Path root, InstantSource clock) {
        this.register = register;
        this.host = host;
        this.running = running;
        this.root = root;
        this.clock = clock;
    }

    /** The apps with previews. */
    public PreviewRegister register() {
        return register;
    }

    /** Asks about an app's previews, with what its project may reach. Blocks. */
    public <T> T asking(RegisteredApp app, Function<AppPreviews, T> question) {
        return host.asking(app, question);
    }

    /** Looks after all previews once. A problem with some keeps no other from being looked after. */
    public synchronized void round() throws InterruptedException {
        resume();
        for (RegisteredApp app : register.all()) {
            telling(app, "the branches of its repository", () -> endedHeads(app));
            telling(app, "its previews", () -> removeWhatIsOver(app));
        }
        prune();
    }

    /** Has a round begin as soon as the one under way, if there is one, has ended. */
    public void soon(Executor workers) {
        if (wanted.compareAndSet(false, true)) {
            workers.execute(() -> {
                wanted.set(false);
                try {
                    round();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** Takes up the removals that an earlier process had begun. */
    private void resume() {
        for (Assignment assignment : running.assignments()) {
            ReleaseDirectory removal = new ReleaseDirectory(root.resolve(assignment.directory()));
            if (!removal.hasPlan()) {
                running.forget(assignment);
            } else if (!running.isAlive(removal.path())) {
                carryOut(assignment.build(), removal);
            }
        }
    }

    private void endedHeads(RegisteredApp app) throws IOException, InterruptedException {
        Set<String> heads = app.branches().values().stream()
                .flatMap(branch -> branch.heads().stream())
                .collect(Collectors.toSet());
        if (!heads.isEmpty() && host.has(app.project())) {
            host.gone(app.project(), heads).forEach(head -> register.ended(app.project(), head));
        }
    }

    private void removeWhatIsOver(RegisteredApp app) throws IOException {
        Set<String> over = register.over(app);
        List<String> live = new ArrayList<>();
        List<ReleasePlan> plans = host.asking(app, previews -> {
            List<ReleasePlan> wanted = new ArrayList<>();
            for (LivePreview preview : previews.live()) {
                live.add(preview.branch());
                if (over.contains(preview.branch()) && preview.state() != LivePreview.State.ENDING) {
                    wanted.add(previews.removal(preview, NOBODY));
                }
            }
            wanted.addAll(previews.overdue(NOBODY));
            return wanted;
        });
        over.stream().filter(branch -> !live.contains(branch)).forEach(branch -> register.removed(app, branch));
        for (ReleasePlan plan : plans) {
            RemovePreview removal = plan.removal().orElseThrow();
            // Somebody may have released it again meanwhile.
            if (removal.overdue() || register.over(app).contains(removal.branch())) {
                begin(app, plan);
            }
        }
        if (live.isEmpty() && !host.has(app.project())) {
            register.forget(app);
        }
    }

    /**
     * Begins to remove a preview, unless that is under way.
     *
     * @throws ReleaseException when it has none, or its cluster can't be asked
     */
    public void remove(RegisteredApp app, Function<AppPreviews, LivePreview> which, String by) {
        ReleasePlan plan = host.asking(app, previews -> previews.removal(which.apply(previews), by));
        try {
            begin(app, plan);
        } catch (IOException e) {
            throw new UncheckedIOException("can't begin to remove a preview of " + app.app(), e);
        }
    }

    private void begin(RegisteredApp app, ReleasePlan plan) throws IOException {
        RemovePreview removal = plan.removal().orElseThrow();
        if (!beginning.add(removal.uid())) {
            return;
        }
        try {
            if (!isUnderWay(removal)) {
                ReleaseDirectory directory =
                        new ReleaseDirectory(root.resolve(plan.release().value()));
                directory.begin(
                        app.description(), new JournalEntry(0, clock.instant(), new ReleaseEvent.Planned(plan)));
                carryOut(app.project(), directory);
            }
        } finally {
            beginning.remove(removal.uid());
        }
    }

    private boolean isUnderWay(RemovePreview wanted) {
        return running.assignments().stream()
                .map(assignment -> new ReleaseDirectory(root.resolve(assignment.directory())))
                .flatMap(directory -> directory.plan().flatMap(ReleasePlan::removal).stream())
                .anyMatch(removal -> removal.uid().equals(wanted.uid()));
    }

    private void carryOut(String project, ReleaseDirectory removal) {
        Path name = removal.path().getFileName();
        Unattended.then(
                running.carryOut(
                        removal.path(),
                        new Assignment(project, String.valueOf(name), "", List.of("")),
                        () -> host.open(project, removal),
                        () -> {},
                        LOGGER::info),
                (runResult, problem) -> ended(project, removal, runResult, problem));
    }

    private void ended(
            String project, ReleaseDirectory removal, @Nullable RunResult ending, @Nullable Throwable problem) {
        ReleasePlan plan = removal.plan().orElseThrow();
        RemovePreview removed = plan.removal().orElseThrow();
        String branch = removed.branch();
        String key = plan.app() + " " + branch;
        boolean done = ending != null
                && ending.state()
                        .result()
                        .filter(ReleaseResult.SUCCEEDED::equals)
                        .isPresent();
        if (done) {
            register.find(
                            project,
                            plan.app().value(),
                            removed.environment().target().cluster())
                    .ifPresent(app -> register.removed(app, branch));
            mended(project, key);
            return;
        }
        String why = problem != null
                ? words(problem)
                : Optional.ofNullable(ending)
                        .flatMap(known -> ReleaseConclusion.of(known.state(), clock.instant()))
                        .map(ReleaseConclusion::headline)
                        .orElse("it did not end");
        trouble(
                project,
                key,
                "the preview of branch " + branch + " of " + plan.app() + " is not removed: " + why + "; its log is "
                        + removal.console());
    }

    /** What is wrong with previews of a project now, one sentence each; usually empty. */
    public List<String> problems(String project) {
        return List.copyOf(problems.getOrDefault(project, Map.of()).values());
    }

    private interface Deed {
        void act() throws IOException, InterruptedException;
    }

    private void telling(RegisteredApp app, String what, Deed deed) throws InterruptedException {
        String key = app.app() + " " + app.cluster() + " " + what;
        try {
            deed.act();
            mended(app.project(), key);
        } catch (IOException | RuntimeException e) {
            trouble(
                    app.project(),
                    key,
                    "nothing of " + app.app() + " is removed because of " + what + ", which can't be told: "
                            + words(e));
        }
    }

    private void trouble(String project, String key, String why) {
        String before = problems.computeIfAbsent(project, name -> new ConcurrentHashMap<>())
                .put(key, why);
        LOGGER.log(why.equals(before) ? Level.FINE : Level.WARNING, () -> project + ": " + why);
    }

    private void mended(String project, String key) {
        problems.computeIfPresent(project, (name, all) -> {
            all.remove(key);
            return all.isEmpty() ? null : all;
        });
    }

    private static String words(Throwable problem) {
        return problem instanceof ReleaseException known
                ? known.reason().withAdvice()
                : String.valueOf(problem.getMessage());
    }

    /** Deletes what is kept of removals that are over for long. */
    private void prune() {
        Instant old = clock.instant().minus(KEPT);
        Set<String> underWay =
                running.assignments().stream().map(Assignment::directory).collect(Collectors.toSet());
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> all = Files.list(root)) {
            for (Path each : all.toList()) {
                if (!underWay.contains(String.valueOf(each.getFileName()))
                        && Files.getLastModifiedTime(each).toInstant().isBefore(old)) {
                    Directories.remove(each);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What is kept of earlier removals of previews could not be deleted", e);
        }
    }
}
