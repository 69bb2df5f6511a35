package io.kuberelease.api;

import io.kuberelease.api.HistoryData.RecordData;
import io.kuberelease.api.ReleaseData.WaitData;
import io.kuberelease.model.AppName;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.EnvironmentLock.Claim;
import io.kuberelease.promotion.EnvironmentStatus;
import io.kuberelease.promotion.EnvironmentStatus.Health;
import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of an app: its environments as they are now, and the releases that are known.
 *
 * @param form the version of this document's form
 * @param at when it was read
 * @param releases the last ones of this machine, the newest first
 */
public record StatusData(
        int form, String app, Instant at, List<EnvironmentStatusData> environments, List<ReleaseSummaryData> releases) {
    /** The form that this program writes. */
    public static final int FORM = 1;

    public StatusData {
        environments = List.copyOf(environments);
        releases = List.copyOf(releases);
    }

    /**
     * One environment.
     *
     * @param present the newest record
     * @param since when the present bundle came there
     * @param lastGood what a rollback would go back to
     * @param helmRevision Helm's last revision; absent when there is none or it can't be told
     * @param helmStatus Helm's word for it
     * @param lockedBy who holds the lock
     * @param lockAwaitedBy who waits for it, in their order
     * @param problems what is wrong or can't be told, each as a sentence
     */
    public record EnvironmentStatusData(
            String environment,
            String cluster,
            String namespace,
            Health health,
            Optional<RecordData> present,
            Optional<Instant> since,
            Optional<RecordData> lastGood,
            Optional<Integer> helmRevision,
            Optional<String> helmStatus,
            List<LiveResourceData> resources,
            Optional<ClaimData> lockedBy,
            List<ClaimData> lockAwaitedBy,
            List<String> problems) {
        public EnvironmentStatusData {
            resources = List.copyOf(resources);
            lockAwaitedBy = List.copyOf(lockAwaitedBy);
            problems = List.copyOf(problems);
        }

        static EnvironmentStatusData of(EnvironmentStatus status) {
            return new EnvironmentStatusData(
                    status.environment().name().value(),
                    status.environment().target().cluster(),
                    status.environment().target().namespace().value(),
                    status.health(),
                    status.present().map(RecordData::of),
                    status.since(),
                    status.lastGood().map(RecordData::of),
                    status.installed().map(installed -> installed.revision()),
                    status.installed().map(installed -> installed.status()),
                    status.resources().stream().map(LiveResourceData::of).toList(),
                    status.lock().holder().map(ClaimData::of),
                    status.lock().waiting().stream().map(ClaimData::of).toList(),
                    TextSanitizer.lines(status.problems()));
        }
    }

    /**
     * A resource as it is now.
     *
     * @param resource for example {@code deployment/polls}
     */
    public record LiveResourceData(
            String resource, String namespace, int current, int wanted, boolean ready, String message) {
        static LiveResourceData of(ResourceStatus status) {
            return new LiveResourceData(
                    TextSanitizer.text(status.resource().display()),
                    status.resource().namespace().value(),
                    status.current(),
                    status.wanted(),
                    status.ready(),
                    TextSanitizer.text(status.message()));
        }
    }

    /**
     * A release that holds an environment's lock or waits for it.
     *
     * @param since when it took the lock, or began to wait
     * @param renewed its last sign of life; every few seconds while its process lives
     */
    public record ClaimData(String release, String by, Instant since, Instant renewed) {
        static ClaimData of(Claim claim) {
            return new ClaimData(
                    claim.release().value(), TextSanitizer.text(claim.who()), claim.since(), claim.renewed());
        }
    }

    /**
     * A release in short; {@link ReleaseData} has all of it.
     *
     * @param headline what became of it or what it is doing, in one line
     * @param carriedOn whether a process is carrying it on right now
     */
    public record ReleaseSummaryData(
            String release,
            String version,
            ReleaseKind errand,
            ReleaseData.Status status,
            boolean carriedOn,
            String headline,
            String startedBy,
            Instant startedAt,
            Optional<Instant> endedAt,
            List<WaitData> waiting) {
        public ReleaseSummaryData {
            waiting = List.copyOf(waiting);
        }

        /** The release in short. */
        public static ReleaseSummaryData of(ReleaseData release, ReleaseKind releaseKind, boolean carriedOn) {
            return new ReleaseSummaryData(
                    release.release(),
                    release.version(),
                    releaseKind,
                    release.status(),
                    carriedOn,
                    release.headline(),
                    release.startedBy(),
                    release.startedAt(),
                    release.endedAt(),
                    release.waiting());
        }
    }

    /** The status as data. */
    public static StatusData of(
            AppName app, Instant at, List<EnvironmentStatus> environments, List<ReleaseSummaryData> releases) {
        return new StatusData(
                FORM,
                app.value(),
                at,
                environments.stream().map(EnvironmentStatusData::of).toList(),
                releases);
    }
}
