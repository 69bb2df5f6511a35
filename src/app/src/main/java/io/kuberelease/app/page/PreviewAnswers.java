package io.kuberelease.app.page;

import io.kuberelease.api.PreviewsData;
import io.kuberelease.app.page.PreviewsPage.First;
import io.kuberelease.app.page.PreviewsPage.Looked;
import io.kuberelease.app.page.PreviewsPage.Rights;
import io.kuberelease.app.preview.FoundBranch;
import io.kuberelease.app.preview.KeptAnswer;
import io.kuberelease.app.preview.KeptAnswer.Known;
import io.kuberelease.app.preview.PreviewKeeper;
import io.kuberelease.app.preview.ProjectRepository;
import io.kuberelease.app.preview.RegisteredApp;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.PreviewRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The pages of previews, of what clusters and repositories have answered: each is asked once for all who look, and nobody
 * waits for it. Thread-safe.
 *
 * @param <R> the host's own of a revision
 */
public final class PreviewAnswers<R> {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration BRANCHES_FRESH = Duration.ofMinutes(1);

    private final PreviewKeeper keeper;
    private final Function<String, ? extends ProjectRepository<R, ?>> repositories;
    private final Executor workers;
    private final InstantSource clock;
    private final Map<String, KeptAnswer<PreviewsData>> live = new ConcurrentHashMap<>();
    private final Map<String, KeptAnswer<List<FoundBranch<R>>>> branches = new ConcurrentHashMap<>();
    private final Map<String, KeptAnswer<AppDescription>> descriptions = new ConcurrentHashMap<>();

    /**
     * @param repositories those of a project, by its full name; throws {@link ReleaseException} when the project is gone
     */
    public PreviewAnswers(
            PreviewKeeper keeper,
            Function<String, ? extends ProjectRepository<R, ?>> repositories,
            Executor workers,
            InstantSource clock) {
        this.keeper = keeper;
        this.repositories = repositories;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * The page of a project.
     *
     * @param requests the newest first
     */
    public PreviewsPage page(String project, Rights rights, List<PreviewRequestLine> requests) {
        List<RegisteredApp> apps = keeper.register().of(project);
        return PreviewsPage.of(
                rights,
                apps.isEmpty() ? Optional.of(first(project)) : Optional.empty(),
                apps.stream().map(app -> looked(app, Duration.ZERO)).toList(),
                requests,
                branches(project).look().answer().stream()
                        .flatMap(List::stream)
                        .filter(FoundBranch::foreign)
                        .map(FoundBranch::name)
                        .collect(Collectors.toSet()),
                keeper.problems(project),
                clock.instant());
    }

    private First first(String project) {
        Known<AppDescription> described = kept(descriptions, project, BRANCHES_FRESH, () -> repositories
                        .apply(project)
                        .described())
                .look();
        return First.of(
                described.map(app -> app.previews().isPresent()),
                described.answer().map(app -> app.app().value()).orElse("app"));
    }

    /** The search among all branches of a project. */
    public BranchesPage search(String project, String query) {
        ProjectRepository<R, ?> repository = repositories.apply(project);
        return BranchesPage.of(query, branches(project).look().map(repository::shown));
    }

    /** The branches that a project was found to have lately. */
    public List<FoundBranch<R>> lately(String project) {
        return branches(project).last().answer().orElse(List.of());
    }

    private KeptAnswer<List<FoundBranch<R>>> branches(String project) {
        return kept(branches, project, BRANCHES_FRESH, () -> repositories
                .apply(project)
                .all());
    }

    /**
     * The previews of an app in a line of the board.
     *
     * @param name the project's name for people
     * @param url of its page, relative to the host's root
     * @param older how much older than on that page it may be
     */
    public PreviewsSummary summary(RegisteredApp app, String name, String url, Duration older) {
        return PreviewsSummary.of(name, url, looked(app, older));
    }

    private Looked looked(RegisteredApp app, Duration older) {
        Optional<PreviewRules> rules = rules(app);
        return new Looked(
                app.app(),
                app.cluster(),
                rules.map(PreviewRules::limit).orElse(0),
                rules.map(PreviewRules::lifetime).orElse(Duration.ofDays(1)).toSeconds(),
                live(app).glance(older));
    }

    private static Optional<PreviewRules> rules(RegisteredApp app) {
        try {
            return app.described().previews();
        } catch (ReleaseException unreadable) {
            // What asks the cluster reads the same, and says why it can't.
            return Optional.empty();
        }
    }

    private KeptAnswer<PreviewsData> live(RegisteredApp app) {
        return kept(live, key(app.project(), app.app(), app.cluster()), FRESH, () -> {
            RegisteredApp now = keeper.register()
                    .find(app.project(), app.app(), app.cluster())
                    .orElse(app);
            return keeper.asking(now, previews -> previews.data(previews.list(), clock.instant()));
        });
    }

    /** Something of the project's previews has changed. */
    public void outdate(String project) {
        live.forEach((key, answer) -> {
            if (key.startsWith(key(project, ""))) {
                answer.outdate();
            }
        });
    }

    private static String key(String... parts) {
        return String.join("\n", parts);
    }

    private <T> KeptAnswer<T> kept(Map<String, KeptAnswer<T>> all, String key, Duration fresh, Supplier<T> question) {
        return all.computeIfAbsent(key, unused -> new KeptAnswer<>(question, fresh, workers, clock));
    }
}
