package io.kuberelease.app.hosting;

import io.kuberelease.app.actions.Attempts;
import io.kuberelease.app.actions.DuplicatePromotion;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.WantedPromotion;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets each promotion begin once, however often and from however many builds it is requested. */
final class PromotionsOnce<B> {
    private final Map<String, B> beingPlanned = new ConcurrentHashMap<>();
    private final Builds<B> builds;
    private final RunningReleases running;
    private final Function<Path, HostedRelease> reader;

    PromotionsOnce(Builds<B> builds, RunningReleases running, Function<Path, HostedRelease> reader) {
        this.builds = builds;
        this.running = running;
        this.reader = reader;
    }

    /**
     * Begins a promotion, unless there is an earlier one.
     *
     * @param begin begins it; given what to run once the host knows the release, or nothing was begun
     * @return the earlier release that takes the bundle there: nothing was begun then; empty otherwise
     */
    Optional<DuplicatePromotion<B>> unlessEarlier(
            B build, ImageReference bundle, WantedPromotion wish, Consumer<Runnable> begin) {
        String key = bundle + " " + wish.to();
        B planner = beingPlanned.putIfAbsent(key, build);
        if (planner != null) {
            return Optional.of(new DuplicatePromotion<>(planner, Optional.empty()));
        }
        boolean goesOn = false;
        try {
            // From here until the host knows the release, the map keeps out other requests for the same.
            Optional<DuplicatePromotion<B>> forerunner =
                    since(build, bundle, wish).or(() -> elsewhere(bundle, wish.to()));
            if (forerunner.isEmpty()) {
                goesOn = true;
                begin.accept(() -> beingPlanned.remove(key));
            }
            return forerunner;
        } finally {
            if (!goesOn) {
                beingPlanned.remove(key);
            }
        }
    }

    /** A release of the build that the requester had not seen yet, under way or ended. */
    private Optional<DuplicatePromotion<B>> since(B build, ImageReference bundle, WantedPromotion wish) {
        return new Attempts(new KeptReleases(builds.releases(build)).read(reader))
                .last(bundle, wish.to().value())
                .filter(last -> !last.value().equals(wish.tried()))
                .map(last -> new DuplicatePromotion<>(build, Optional.of(last)));
    }

    /** A promotion under way in any build, begun by a step or a page; the visitor may not see that build. */
    private Optional<DuplicatePromotion<B>> elsewhere(ImageReference bundle, EnvironmentName to) {
        return running.assignments().stream()
                .flatMap(
                        assignment -> builds.find(assignment.build()).stream().flatMap(build -> promotion(
                                        new ReleaseDirectory(
                                                builds.releases(build).resolve(assignment.directory())),
                                        bundle,
                                        to)
                                .stream()
                                .map(release -> new DuplicatePromotion<>(build, Optional.of(release)))))
                .findFirst();
    }

    private Optional<ReleaseId> promotion(ReleaseDirectory directory, ImageReference bundle, EnvironmentName to) {
        if (!directory.hasPlan()) {
            return Optional.empty();
        }
        HostedRelease release = reader.apply(directory.path());
        return release.state().plan().kind() == ReleaseKind.PROMOTION
                ? new Attempts(List.of(release)).underWay(bundle, to.value())
                : Optional.empty();
    }
}
