package io.kuberelease.app.preview;

import io.kuberelease.api.PreviewsData;
import io.kuberelease.app.ClusterPorts;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewRemoval;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.Previews;
import io.kuberelease.port.Previews.PreviewLoad;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.promotion.Histories;
import io.kuberelease.promotion.Histories.History;
import io.kuberelease.request.ReleaseIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * The previews of one app: who has which, for how long, and what becomes of them. The cluster alone knows, so it is the
 * same from every machine. Methods block.
 */
public final class AppPreviews {
    private static final Duration LONGEST = Duration.ofDays(30);

    private final PreviewRules rules;
    private final Previews previews;
    private final ReleaseRecords records;
    private final Executor workers;
    private final InstantSource clock;

    AppPreviews(PreviewRules rules, Previews previews, ReleaseRecords records, Executor workers, InstantSource clock) {
        this.rules = rules;
        this.previews = previews;
        this.records = records;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * The previews of the app.
     *
     * @throws ReleaseException.Failed when its release file says nothing of previews
     */
    public static AppPreviews of(AppDescription app, ClusterPorts clusters) {
        return of(app, Optional.empty(), Optional.empty(), clusters);
    }

    /**
     * Those that were made when the release file said something else.
     *
     * @param cluster of then; absent: the present one
     * @param called the app's name of then; absent: the present one
     * @throws ReleaseException.Failed when the release file says nothing of previews
     */
    public static AppPreviews of(
            AppDescription app, Optional<String> cluster, Optional<AppName> called, ClusterPorts clusters) {
        PreviewRules now = rules(app);
        return new AppPreviews(
                now.madeAs(cluster.orElse(now.cluster().cluster()), called.orElse(now.app())),
                clusters.previews(),
                clusters.records(),
                clusters.threads().workers(),
                clusters.clock());
    }

    /** What the app's release file says of previews; refused when that is nothing. */
    static PreviewRules rules(AppDescription app) {
        return app.previews()
                .orElseThrow(() -> new ReleaseException.Failed(
                        Cause.of(CauseKind.BAD_INPUT, "the release file of " + app.app() + " says nothing of previews")
                                .suggesting("write, for example, preview: {cluster: staging, host: \"{branch}."
                                        + app.app() + ".example.com\"}")));
    }

    /** What the release file says of previews. */
    public PreviewRules rules() {
        return rules;
    }

    /** All with what is known of them, the oldest first. */
    public List<PreviewEntry> list() {
        List<CompletableFuture<PreviewEntry>> asked = live().stream()
                .map(preview -> CompletableFuture.supplyAsync(() -> entry(preview), workers))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** The same for programs. */
    public PreviewsData data(List<PreviewEntry> entries, Instant now) {
        return new PreviewsData(
                PreviewsData.FORM,
                rules.app().value(),
                rules.cluster().cluster(),
                rules.limit(),
                entries.stream()
                        .map(entry -> PreviewsData.BranchData.of(
                                entry.preview(), entry.last(), entry.load(), entry.problem(), now))
                        .toList());
    }

    private PreviewEntry entry(LivePreview preview) {
        EnvironmentSpec environment = PreviewRemoval.environment(rules, preview);
        History history = new Histories(records, workers).read(environment);
        Optional<PreviewLoad> load = Optional.empty();
        Optional<String> problem = history.problem().map(why -> why.reason().summary());
        try {
            load = Optional.of(previews.load(rules.cluster(), preview));
        } catch (ReleaseException why) {
            problem = Optional.of(why.reason().summary());
        }
        return new PreviewEntry(preview, history.present(), load, problem);
    }

    /** All, as their namespaces describe them, the oldest first. */
    public List<LivePreview> live() {
        return previews.live(rules.cluster(), rules.app());
    }

    /**
     * The branch's preview.
     *
     * @throws ReleaseException.Failed when it has none
     */
    public LivePreview of(String branch) {
        List<LivePreview> all = live();
        return all.stream()
                .filter(preview -> preview.branch().equals(branch))
                .findFirst()
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "branch " + branch + " of " + rules.app() + " has no preview in cluster "
                                        + rules.cluster().cluster())
                        .suggesting(
                                all.isEmpty()
                                        ? "make one: kube-release preview"
                                        : "name one of those that have: "
                                                + all.stream()
                                                        .map(LivePreview::branch)
                                                        .collect(Collectors.joining(", ")))));
    }

    /**
     * Lets the branch's preview live for that long from now on; never shorter than it would anyhow.
     *
     * @return until when it lives
     */
    public Instant extend(String branch, Optional<Duration> time) {
        LivePreview preview = of(branch);
        Duration wanted = time.orElse(rules.lifetime());
        if (wanted.compareTo(LONGEST) > 0) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "a preview can't be extended by more than " + LONGEST.toDays() + " days")
                    .suggesting("extend it again later"));
        }
        Instant until = clock.instant().plus(wanted);
        if (until.isAfter(preview.until())) {
            previews.extend(rules.cluster(), rules.app(), preview, until);
            return until;
        }
        return preview.until();
    }

    /** The release that deletes the preview. */
    public ReleasePlan removal(LivePreview preview, String startedBy) {
        return PreviewRemoval.of(rules, preview, new ReleaseIds(clock).next(""), startedBy, false);
    }

    /**
     * The releases that delete what is over: one for each preview whose time has passed, or that is already being
     * deleted. Each looks again before it deletes.
     */
    public List<ReleasePlan> overdue(String startedBy) {
        Instant now = clock.instant();
        return live().stream()
                .filter(preview -> preview.overdue(now) || preview.state() == LivePreview.State.ENDING)
                .map(preview -> PreviewRemoval.of(rules, preview, new ReleaseIds(clock).next(""), startedBy, true))
                .toList();
    }
}
