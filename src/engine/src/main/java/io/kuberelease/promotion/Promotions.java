package io.kuberelease.promotion;

import static io.kuberelease.promotion.KnownBundles.refused;

import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.KnownBundle;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PromotionCompiler;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.BundleStore;
import io.kuberelease.promotion.Histories.History;
import io.kuberelease.request.PromotionRequest;
import io.kuberelease.request.ReleaseIds;
import io.kuberelease.request.RollbackRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Plans promotions and rollbacks; the plans are carried out like any other. Asks the clusters what is deployed where.
 * Methods block.
 */
public final class Promotions {
    private final Histories histories;
    private final BundleFinder finder;
    private final ReleaseIds ids;
    private final PromotionCompiler compiler = new PromotionCompiler(new DatastoreCatalogue());

    public Promotions(Histories histories, BundleStore bundles, InstantSource clock) {
        this.histories = histories;
        this.finder = new BundleFinder(bundles, clock);
        this.ids = new ReleaseIds(clock);
    }

    /**
     * A plan that takes a bundle to one or more environments.
     *
     * @throws ReleaseException.Failed when an environment or bundle is not known, or the bundle has not yet been good
     *     in an environment that comes before
     */
    public ReleasePlan promote(AppDescription app, PromotionRequest request) {
        List<EnvironmentSpec> to = request.to().stream().map(app::environment).toList();
        if (to.isEmpty()) {
            throw refused("it is not said where to", "name an environment (to)");
        }
        request.from().ifPresent(app::environment);
        Map<EnvironmentName, History> known = histories.of(app.environments());
        KnownBundle bundle = request.bundle()
                .map(name -> finder.named(name, app, known))
                .orElseGet(() -> KnownBundle.of(goodNow(from(app, request, to), known)));
        request.from().map(app::environment).ifPresent(from -> requireGood(bundle, from, known));
        for (EnvironmentSpec environment : to) {
            app.before(environment).stream()
                    .filter(before -> !to.contains(before))
                    .forEach(before -> requireGood(bundle, before, known));
        }
        List<EnvironmentName> names = to.stream().map(EnvironmentSpec::name).toList();
        return compiler.compile(
                app, bundle, names, ReleaseKind.PROMOTION, ids.next(bundle.commit()), request.startedBy());
    }

    /**
     * A plan that takes an environment back to a bundle that was good there.
     *
     * @throws ReleaseException.Failed when the environment is not known, there is no such bundle in its history, or it
     *     holds another one by now than was seen there
     */
    public ReleasePlan rollback(AppDescription app, RollbackRequest request) {
        EnvironmentSpec environment = app.environment(request.environment());
        Map<EnvironmentName, History> known = histories.of(List.of(environment));
        History history = read(environment, known);
        request.seen().ifPresent(seen -> requireStill(seen, history));
        KnownBundle bundle =
                request.bundle().map(name -> earlier(name, history, known)).orElseGet(() -> lastGood(history));
        return compiler.compile(
                app,
                bundle,
                List.of(environment.name()),
                ReleaseKind.ROLLBACK,
                ids.next(bundle.commit()),
                request.startedBy());
    }

    /** The environment to take the bundle from: the one that is named, or the only one before those that it goes to. */
    private static EnvironmentSpec from(AppDescription app, PromotionRequest request, List<EnvironmentSpec> to) {
        if (request.from().isPresent()) {
            return app.environment(request.from().get());
        }
        List<EnvironmentSpec> before = to.stream()
                .flatMap(environment -> app.before(environment).stream())
                .filter(environment -> !to.contains(environment))
                .distinct()
                .toList();
        if (before.size() != 1) {
            throw refused(
                    before.isEmpty()
                            ? "no environment comes before " + names(to)
                            : names(to) + " comes after several: " + names(before),
                    "say which bundle (from, version or bundle)");
        }
        return before.get(0);
    }

    private static EnvironmentRecord goodNow(EnvironmentSpec from, Map<EnvironmentName, History> known) {
        History history = read(from, known);
        EnvironmentRecord present = history.present()
                .orElseThrow(() -> refused(
                        "nothing is recorded in " + from.name() + " yet",
                        "release to it first, or say which bundle (version or bundle)"));
        if (!present.isGood()) {
            throw refused(
                    "what is in " + from.name() + " is not good: "
                            + KnownBundle.of(present).words() + " failed there " + present.at(),
                    ReturnPoint.in(history.records())
                            .map(good -> "say version " + good.version() + ", the last good one")
                            .orElse("release again"));
        }
        return present;
    }

    private static void requireGood(KnownBundle bundle, EnvironmentSpec before, Map<EnvironmentName, History> known) {
        boolean good = read(before, known).records().stream()
                .anyMatch(record -> record.isGood() && record.bundle().equals(bundle.reference()));
        if (!good) {
            throw refused(
                    bundle.words() + " has not been good in " + before.name() + ", which comes before",
                    "promote it to " + before.name() + " too: name both, divided by a comma (to)");
        }
    }

    private static void requireStill(Digest seen, History history) {
        EnvironmentRecord present = present(history);
        if (!present.bundle().digest().equals(seen)) {
            throw refused(
                    history.environment().name() + " holds "
                            + KnownBundle.of(present).words() + " by now, and not " + seen.abbreviated()
                            + ", which was to be taken out",
                    "look at what is there now, and roll that back if it is wrong");
        }
    }

    private static EnvironmentRecord present(History history) {
        return history.present()
                .orElseThrow(() -> refused(
                        "nothing is recorded in " + history.environment().name() + " yet", "release to it first"));
    }

    private KnownBundle earlier(String name, History history, Map<EnvironmentName, History> known) {
        KnownBundles bundles = new KnownBundles(known);
        KnownBundle bundle = bundles.named(name).orElseThrow(() -> bundles.unknown(name));
        boolean good = history.records().stream()
                .anyMatch(record -> record.isGood() && record.bundle().equals(bundle.reference()));
        if (!good) {
            throw refused(
                    bundle.words() + " was never good in "
                            + history.environment().name(),
                    "choose another that the history shows, or promote it");
        }
        return bundle;
    }

    private static KnownBundle lastGood(History history) {
        EnvironmentName name = history.environment().name();
        EnvironmentRecord present = present(history);
        return ReturnPoint.in(history.records())
                .map(KnownBundle::of)
                .orElseThrow(() -> refused(
                        "there is no good bundle in " + name + " before the present one, "
                                + KnownBundle.of(present).words(),
                        "name one that was good there before (to), or promote another to " + name));
    }

    private static History read(EnvironmentSpec environment, Map<EnvironmentName, History> known) {
        History history = java.util.Objects.requireNonNull(known.get(environment.name()));
        history.problem().ifPresent(problem -> {
            throw problem;
        });
        return history;
    }

    private static String names(List<EnvironmentSpec> environments) {
        return environments.stream()
                .map(environment -> environment.name().value())
                .collect(Collectors.joining(", "));
    }
}
