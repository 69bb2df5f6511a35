package io.kuberelease.app.actions;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Approvals;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentJournals.Carrying;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.EnvironmentProbe.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns the answer of a person into an approval where it is the environment's cluster that says who they are, and brings
 * it to the process that runs the release, wherever that is.
 */
public final class Approver {
    private final EnvironmentProbe probe;
    private final Approvals approvals;
    private final EnvironmentJournals journals;
    private final HostAdvice advice;
    private final InstantSource clock;

    public Approver(
            EnvironmentProbe probe,
            Approvals approvals,
            EnvironmentJournals journals,
            HostAdvice advice,
            InstantSource clock) {
        this.probe = probe;
        this.approvals = approvals;
        this.journals = journals;
        this.advice = advice;
        this.clock = clock;
    }

    /**
     * A person's decision.
     *
     * @param unproven why a process elsewhere can't verify it; absent when it can
     */
    public record Decision(ReleaseEvent.Decided decided, Optional<ReleaseException.Failed> unproven) {}

    /**
     * A person's answer to what a release waits for.
     *
     * @param environment the environment that they named; absent when they named none
     */
    public record Answer(Optional<EnvironmentName> environment, boolean granted, Optional<String> comment) {}

    /**
     * Decides about the change as the person sees it now, and leaves a proof of it in the environment's cluster if they
     * have the right to.
     *
     * @throws ReleaseException.Failed when the cluster does not know them as a person who may decide
     */
    public Decision decide(PendingApproval pending, boolean granted, Optional<String> comment) {
        EnvironmentSpec environment = pending.asked().task().environment();
        CurrentUser person = new KnownToCluster(environment.name(), probe.whoAmI(environment));
        Approval approval = pending.decided(person, granted, comment, clock.instant());
        return new Decision(new ReleaseEvent.Decided(pending.stage(), approval), prove(pending, approval));
    }

    private Optional<ReleaseException.Failed> prove(PendingApproval pending, Approval approval) {
        if (pending.asked().task().rule().by().isEmpty()) {
            return Optional.empty();
        }
        try {
            approvals.prove(pending.awaited(), approval);
            return Optional.empty();
        } catch (ReleaseException.Failed refused) {
            return Optional.of(refused);
        }
    }

    /**
     * Decides, and writes the decision into the journal in the cluster that has it, from which the process that runs the
     * release reads it.
     *
     * @param known the release as the person sees it
     * @return the decision that is left to be made by a process that carries the release on here, because its journal is
     *     in no cluster, or nobody else could verify it; absent when it was written
     * @throws ReleaseException.Failed when nothing waits, it is not theirs to decide, or the process that carries the
     *     release on elsewhere could not verify it
     */
    public Optional<ReleaseEvent.Decided> decide(ReleaseState known, Answer answer) {
        Decision decision = decision(known, answer);
        Optional<EnvironmentSpec> place = known.journalAt();
        if (place.isEmpty()) {
            return Optional.of(decision.decided());
        }
        if (decision.unproven().isPresent()) {
            requireNobodyElse(
                    place.get(), known.plan().release(), decision.unproven().get());
            return Optional.of(decision.decided());
        }
        write(
                place.get(),
                known.plan().release(),
                now -> now.entries() == known.entries()
                        ? decision.decided()
                        : decision(now, answer).decided());
        return Optional.empty();
    }

    private Decision decision(ReleaseState state, Answer answer) {
        return decide(PendingApproval.of(state, answer.environment(), advice), answer.granted(), answer.comment());
    }

    /** A decision without a proof, which other processes would need, is only for a release that is carried on here. */
    private void requireNobodyElse(EnvironmentSpec place, ReleaseId release, ReleaseException.Failed unproven) {
        Optional<Carrying> elsewhere = journals.carrying(place, release);
        if (elsewhere.isPresent()) {
            throw HostAdvice.refused(
                    CauseKind.ACCESS_DENIED,
                    "release " + release + " is carried on by "
                            + elsewhere.get().who()
                            + ", who can't be sure that it is you who decides: "
                            + unproven.reason().summary(),
                    "have the right to create certificatesigningrequests given to you (the guide says how), or"
                            + " approve once that process has ended: then the release is carried on here");
        }
    }

    /**
     * Appends a decision to a journal in a cluster.
     *
     * @param place the environment whose cluster last had the journal
     * @param decide makes the decision for the release as it is now; called again when the journal has changed
     *     meanwhile
     */
    private void write(EnvironmentSpec place, ReleaseId release, Function<ReleaseState, ReleaseEvent.Decided> decide) {
        EnvironmentSpec now = place;
        boolean written = false;
        while (!written) {
            List<JournalEntry> entries = journals.entries(now, release);
            if (entries.isEmpty()) {
                throw notYetThere(now, release);
            }
            ReleaseState state = ReleaseState.of(entries);
            EnvironmentSpec current = state.journalAt().orElse(now);
            written = current.equals(now)
                    && journals.append(
                            now,
                            release,
                            List.of(new JournalEntry(entries.size(), clock.instant(), decide.apply(state))));
            now = current;
        }
    }

    private static ReleaseException.Errored notYetThere(EnvironmentSpec place, ReleaseId release) {
        return new ReleaseException.Errored(
                Cause.of(
                                CauseKind.UNAVAILABLE,
                                "the journal of release " + release + " has not come to " + place.name() + " yet")
                        .suggesting(
                                "try again in a moment; if it stays so, nobody carries the release on: see to it that whoever "
                                        + "began it does, in a terminal by kube-release resume " + release),
                Duration.ZERO);
    }

    /** A person as the cluster of an environment knows them; what they may do there, the cluster decides by itself. */
    private record KnownToCluster(EnvironmentName environment, Identity identity) implements CurrentUser {
        @Override
        public String name() {
            return identity.user();
        }

        @Override
        public String known() {
            return "the cluster of " + environment + " knows you as " + identity.user() + " in "
                    + String.join(", ", identity.groups());
        }

        @Override
        public boolean may(ActionKind kind) {
            return true;
        }

        @Override
        public boolean isNamed(List<String> by) {
            return by.isEmpty()
                    || by.contains(identity.user())
                    || identity.groups().stream().anyMatch(by::contains);
        }
    }
}
