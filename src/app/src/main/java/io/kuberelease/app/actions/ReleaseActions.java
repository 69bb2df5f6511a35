package io.kuberelease.app.actions;

import io.kuberelease.api.EnvironmentData;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Carries out the actions of a person, if they may and the state of the release allows it. An answer counts only for
 * what the person was shown.
 */
public final class ReleaseActions<B> {
    private final B build;
    private final HostedReleases<B> releases;
    private final CurrentUser person;
    private final InstantSource clock;

    public ReleaseActions(B build, HostedReleases<B> releases, CurrentUser person, InstantSource clock) {
        this.build = build;
        this.releases = releases;
        this.person = person;
        this.clock = clock;
    }

    /**
     * What a person asks for: the fields that identify what they were shown, as a form sends them. A field that is
     * missing is empty; it is refused where it is needed.
     *
     * @param diff the hash of the diff that they were shown
     * @param comment on a decision
     * @param tried the last release that took the bundle there or tried to; empty for none
     * @param bundle the digest of the bundle that they saw in the environment
     */
    public record Request(
            String release, String environment, String diff, String comment, String tried, String bundle) {
        /** A request about a release, or an environment of it. */
        public static Request about(String release, String environment) {
            return new Request(release, environment, "", "", "", "");
        }

        /**
         * The request of a form.
         *
         * @param field a field of that name; empty when it is missing
         */
        public static Request of(UnaryOperator<String> field) {
            return new Request(
                    field.apply("release"),
                    field.apply("environment"),
                    field.apply("diff"),
                    field.apply("comment"),
                    field.apply("tried"),
                    field.apply("bundle"));
        }
    }

    /** Approves or rejects the change that the person was shown. */
    public void decide(Request request, boolean granted) {
        require(ActionKind.APPROVE);
        HostedRelease found = release(request.release());
        PendingApproval pending = pending(found, request.environment());
        if (!pending.diff().hash().value().equals(request.diff())) {
            throw outdated(
                    CauseKind.LOCKED,
                    "what would change in " + request.environment() + " is not what you were shown any more");
        }
        releases.decide(
                build,
                found.id(),
                pending.stage(),
                pending.decided(person, granted, Optional.of(request.comment()), clock.instant()));
    }

    /** Aborts the release. */
    public void abort(Request request) {
        require(ActionKind.ABORT);
        HostedRelease found = release(request.release());
        if (found.state().result().isPresent()) {
            throw outdated(CauseKind.LOCKED, "the release is over already");
        }
        releases.abort(build, found.id(), person.name());
    }

    /**
     * Promotes the release's bundle to another environment.
     *
     * @return an earlier release that took the bundle there, when one came first: nothing was begun then; empty
     *     otherwise
     */
    public Optional<DuplicatePromotion<B>> promote(Request request) {
        require(ActionKind.PROMOTE);
        HostedRelease found = release(request.release());
        Optional<EnvironmentName> to = releases.promotable(build, found.id()).stream()
                .filter(name -> name.value().equals(request.environment()))
                .findFirst();
        if (to.isPresent()) {
            return releases.promote(build, new WantedPromotion(found.id(), to.get(), request.tried(), person.name()));
        }
        return Optional.of(tried(found, request.environment())
                .filter(last -> !last.value().equals(request.tried()))
                .map(last -> new DuplicatePromotion<>(build, Optional.of(last)))
                .orElseThrow(
                        () -> outdated(CauseKind.BAD_INPUT, "its bundle can't be promoted to that environment now")));
    }

    /** Rolls back the environment in which the person saw the bundle. */
    public void rollback(Request request) {
        require(ActionKind.ROLLBACK);
        HostedRelease found = release(request.release());
        EnvironmentName environment = environment(found, request.environment());
        if (found.state().result().isEmpty()) {
            throw HostAdvice.refused(
                    CauseKind.LOCKED, "the release is not over yet", "wait for its end, or abort it first");
        }
        Digest seen = found.state()
                .bundle()
                .map(ImageReference::digest)
                .filter(digest -> digest.value().equals(request.bundle()))
                .orElseThrow(() -> outdated(
                        CauseKind.BAD_INPUT,
                        "it is not said that the bundle of this release is what is to be taken out of " + environment));
        releases.rollback(build, found.id(), environment, seen, person.name());
    }

    /**
     * The release of the build with that id.
     *
     * @throws ReleaseException.Failed when there is none
     */
    public HostedRelease release(String id) {
        return releases.find(build).stream()
                .filter(release -> release.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> outdated(CauseKind.BAD_INPUT, "this build has no such release"));
    }

    /**
     * The approval that waits in the environment, if it is this person's to give.
     *
     * @throws ReleaseException.Failed otherwise
     */
    public PendingApproval pending(HostedRelease release, String environment) {
        PendingApproval pending =
                PendingApproval.of(release.state(), Optional.of(environment(release, environment)), releases.advice());
        pending.require(person);
        return pending;
    }

    /** The last release of the build that took the bundle there, or tried to. */
    public Optional<ReleaseId> tried(HostedRelease release, String environment) {
        return release.state().bundle().flatMap(bundle -> new Attempts(releases.find(build)).last(bundle, environment));
    }

    /**
     * The release's environment of that name.
     *
     * @throws ReleaseException.Failed when there is none
     */
    public EnvironmentName environment(HostedRelease release, String name) {
        return release.data().environments().stream()
                .map(EnvironmentData::name)
                .filter(name::equals)
                .findFirst()
                .map(EnvironmentName::new)
                .orElseThrow(() -> outdated(CauseKind.BAD_INPUT, "the release has no such environment"));
    }

    /** A host may have asked for more before, for example that the person logs in. */
    private void require(ActionKind kind) {
        if (!person.may(kind)) {
            throw HostAdvice.refused(
                    CauseKind.ACCESS_DENIED,
                    person.known() + ", who may not " + kind.word() + " here",
                    "ask those who look after the permissions here");
        }
    }

    private ReleaseException.Failed outdated(CauseKind kind, String what) {
        return releases.advice().outdated(kind, what);
    }
}
