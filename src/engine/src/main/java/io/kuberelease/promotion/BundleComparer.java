package io.kuberelease.promotion;

import static io.kuberelease.promotion.KnownBundles.refused;

import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.KnownBundle;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.promotion.BundleComparison.Side;
import io.kuberelease.promotion.Histories.History;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares two bundles, each named by an environment, a version or a digest, as their charts would be rendered. */
public final class BundleComparer {
    private final Histories histories;
    private final BundleFinder finder;
    private final Deployer deployer;

    public BundleComparer(Histories histories, BundleStore bundles, Deployer deployer, InstantSource clock) {
        this.histories = histories;
        this.finder = new BundleFinder(bundles, clock);
        this.deployer = deployer;
    }

    /**
     * The changes when the second takes the place of the first. Two environments are compared with each other; a bundle
     * with an environment as in that environment; two bundles as in each environment that both know. Blocks.
     *
     * @param only the only environment as in which two bundles are compared
     * @throws io.kuberelease.model.ReleaseException when one of them is not known
     */
    public BundleComparison compare(AppDescription app, String from, String to, Optional<String> only) {
        Map<EnvironmentName, History> known = histories.of(app.environments());
        Side before = side(app, from, known);
        Side after = side(app, to, known);
        Map<EnvironmentName, List<ResourceChange>> changes = new LinkedHashMap<>();
        for (EnvironmentSpec environment : environments(app, before, after, only)) {
            changes.put(
                    environment.name(),
                    deployer.between(
                            request(before, valuesOf(before, environment, app)),
                            request(after, valuesOf(after, environment, app)),
                            finder.control()));
        }
        return new BundleComparison(before, after, changes);
    }

    private Side side(AppDescription app, String name, Map<EnvironmentName, History> known) {
        Optional<EnvironmentSpec> environment = app.environments().stream()
                .filter(each -> each.name().value().equals(name))
                .findFirst();
        KnownBundle bundle = environment
                .map(each -> present(Objects.requireNonNull(known.get(each.name()))))
                .orElseGet(() -> finder.named(name, app, known));
        return new Side(bundle, finder.read(bundle.reference()), environment.map(EnvironmentSpec::name));
    }

    private static KnownBundle present(History history) {
        history.problem().ifPresent(problem -> {
            throw problem;
        });
        return history.present()
                .map(KnownBundle::of)
                .orElseThrow(() -> refused(
                        "nothing is recorded in " + history.environment().name() + " yet",
                        "release to it first, or name a version or a bundle"));
    }

    /** The environments to render both in: the one that is named, else all for which both have values. */
    private static List<EnvironmentSpec> environments(
            AppDescription app, Side before, Side after, Optional<String> only) {
        Optional<String> named =
                only.or(() -> after.environment().or(before::environment).map(EnvironmentName::value));
        if (named.isPresent()) {
            return List.of(app.environment(named.get()));
        }
        List<EnvironmentSpec> shared = app.environments().stream()
                .filter(environment -> before.content().values().containsKey(environment.name()))
                .filter(environment -> after.content().values().containsKey(environment.name()))
                .toList();
        if (shared.isEmpty()) {
            throw refused(
                    before.bundle().words() + " and " + after.bundle().words()
                            + " have values for no environment in common",
                    "compare bundles that were made for the same environments");
        }
        return shared;
    }

    /**
     * A bundle named by its environment keeps that one's values, but both are rendered for one place, to compare names.
     */
    private static EnvironmentSpec valuesOf(Side side, EnvironmentSpec place, AppDescription app) {
        return side.environment()
                .map(name -> app.environment(name.value()))
                .map(own -> new EnvironmentSpec(
                        own.name(),
                        own.app(),
                        place.target(),
                        own.values(),
                        own.createNamespace(),
                        own.readyWithin(),
                        own.helm()))
                .orElse(place);
    }

    private static DeployRequest request(Side side, EnvironmentSpec environment) {
        return new DeployRequest(environment, side.content(), side.bundle().reference());
    }
}
