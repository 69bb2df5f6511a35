package io.jenkins.plugins.kuberelease.run;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.app.page.Attempts;
import io.kuberelease.app.page.DuplicatePromotion;
import io.kuberelease.app.page.HostedRelease;
import io.kuberelease.app.page.WantedPromotion;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.request.PromotionRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Begins promotions from the pages of builds, each one once however often it is requested. */
final class PagePromotions {
    private final Map<String, Run<?, ?>> beingPlanned = new ConcurrentHashMap<>();
    private final Function<Path, HostedRelease> reader;

    PagePromotions(Function<Path, HostedRelease> reader) {
        this.reader = reader;
    }

    /**
     * Begins a promotion, unless there is an earlier one.
     *
     * @param description the text of the release file
     * @return the earlier release that takes the bundle there: nothing was begun then; empty otherwise
     */
    Optional<DuplicatePromotion<Run<?, ?>>> begin(
            Run<?, ?> run, ImageReference bundle, String description, WantedPromotion wish) {
        String errand = bundle + " " + wish.to();
        Run<?, ?> planner = beingPlanned.putIfAbsent(errand, run);
        if (planner != null) {
            return Optional.of(new DuplicatePromotion<>(planner, Optional.empty()));
        }
        boolean goesOn = false;
        try {
            // From here until the host knows the release, the map keeps out other requests for the same.
            Optional<DuplicatePromotion<Run<?, ?>>> forerunner =
                    since(run, bundle, wish).or(() -> elsewhere(bundle, wish.to()));
            if (forerunner.isEmpty()) {
                goesOn = true;
                new PageReleases(run)
                        .begin(
                                description,
                                in -> plan(in, description, bundle, wish),
                                () -> beingPlanned.remove(errand));
            }
            return forerunner;
        } finally {
            if (!goesOn) {
                beingPlanned.remove(errand);
            }
        }
    }

    private static ReleasePlan plan(ExistingBundle in, String description, ImageReference bundle, WantedPromotion wish)
            throws IOException {
        return in.plan(
                description,
                (promotions, app) -> promotions.promote(
                        app,
                        new PromotionRequest(
                                Optional.empty(),
                                List.of(wish.to().value()),
                                Optional.of(bundle.digest().value()),
                                wish.by())));
    }

    /** A release of the build that the requester had not seen yet, under way or ended. */
    private Optional<DuplicatePromotion<Run<?, ?>>> since(Run<?, ?> run, ImageReference bundle, WantedPromotion wish) {
        return new Attempts(BuildReleases.of(run).all(reader))
                .last(bundle, wish.to().value())
                .filter(last -> !last.value().equals(wish.tried()))
                .map(last -> new DuplicatePromotion<Run<?, ?>>(run, Optional.of(last)));
    }

    /**
     * A promotion under way in any build, begun by a step or a page. Searched as Jenkins itself: the visitor may not
     * see that build.
     */
    private Optional<DuplicatePromotion<Run<?, ?>>> elsewhere(ImageReference bundle, EnvironmentName to) {
        ACLContext everywhere = ACL.as2(ACL.SYSTEM2);
        try {
            return ReleaseHost.get().assignments().stream()
                    .flatMap(assignment -> Stream.ofNullable(assignment.run())
                            .flatMap(run -> promotion(assignment.path(run), bundle, to).stream()
                                    .map(release -> new DuplicatePromotion<Run<?, ?>>(run, Optional.of(release)))))
                    .findFirst();
        } finally {
            everywhere.close();
        }
    }

    private Optional<ReleaseId> promotion(Path directory, ImageReference bundle, EnvironmentName to) {
        if (!FileJournal.hasBegun(directory)) {
            return Optional.empty();
        }
        HostedRelease release = reader.apply(directory);
        return release.state().plan().errand() == ReleaseKind.PROMOTION
                ? new Attempts(List.of(release)).underWay(bundle, to.value())
                : Optional.empty();
    }
}
