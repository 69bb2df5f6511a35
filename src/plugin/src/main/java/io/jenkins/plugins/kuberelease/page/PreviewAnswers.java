package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.ExtensionList;
import io.kuberelease.api.PreviewsData;
import io.kuberelease.app.page.PreviewsPage.Looked;
import io.kuberelease.app.preview.KeptAnswer;
import io.kuberelease.app.preview.RegisteredApp;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.PreviewRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;

/** What clusters and repositories have answered about previews, for all who look at the pages. */
@Extension
public final class PreviewAnswers {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration BRANCHES_FRESH = Duration.ofMinutes(1);

    private final Map<String, KeptAnswer<PreviewsData>> live = new ConcurrentHashMap<>();
    private final Map<String, KeptAnswer<List<ProjectBranches.Found>>> branches = new ConcurrentHashMap<>();
    private final Map<String, KeptAnswer<AppDescription>> descriptions = new ConcurrentHashMap<>();

    /** The only instance. */
    static PreviewAnswers get() {
        return ExtensionList.lookupSingleton(PreviewAnswers.class);
    }

    /** The branches of the project's repositories. */
    KeptAnswer<List<ProjectBranches.Found>> branches(MultiBranchProject<?, ?> project) {
        String name = project.getFullName();
        return kept(branches, name, BRANCHES_FRESH, () -> new ProjectBranches(project(name)).all());
    }

    /** The release file of the project's primary branch. */
    KeptAnswer<AppDescription> description(MultiBranchProject<?, ?> project) {
        String name = project.getFullName();
        return kept(descriptions, name, BRANCHES_FRESH, () -> new ProjectBranches(project(name)).described());
    }

    private static MultiBranchProject<?, ?> project(String name) {
        MultiBranchProject<?, ?> project = Jenkins.get().getItemByFullName(name, MultiBranchProject.class);
        if (project == null) {
            throw ProjectBranches.refused(CauseKind.UNAVAILABLE, "the project is gone", "go to another");
        }
        return project;
    }

    /**
     * What is known of an app's previews.
     *
     * @param older how much older than on their own page it may be
     */
    Looked looked(RegisteredApp app, Duration older) {
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
            ReleaseControl control = ReleaseControl.installed().orElseThrow();
            RegisteredApp now = control.previews()
                    .register()
                    .find(app.project(), app.app(), app.cluster())
                    .orElse(app);
            return control.previews().asking(now, previews -> previews.data(previews.list(), Instant.now()));
        });
    }

    /** Something of the project's previews has changed. */
    void outdate(String project) {
        live.forEach((key, answer) -> {
            if (key.startsWith(key(project, ""))) {
                answer.outdate();
            }
        });
    }

    private static String key(String... parts) {
        return String.join("\n", parts);
    }

    private static <T> KeptAnswer<T> kept(
            Map<String, KeptAnswer<T>> all, String key, Duration fresh, Supplier<T> question) {
        return all.computeIfAbsent(
                key,
                unused -> new KeptAnswer<>(
                        question,
                        fresh,
                        ReleaseControl.installed().orElseThrow().workers(),
                        Clock.systemUTC()));
    }
}
