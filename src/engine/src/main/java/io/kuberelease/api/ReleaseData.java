package io.kuberelease.api;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.view.Details;
import io.kuberelease.view.Phase;
import io.kuberelease.view.ReleaseConclusion;
import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A release as the API tells it: the root of the document.
 *
 * <p>Texts that came from outside (branch, messages, log lines) hold no control characters; they are texts, never
 * markup. An absent field is left out. Fields are added, never changed: {@code form} grows only if one has to be.
 *
 * @param form the version of this document's form
 * @param entries how many journal entries it tells of; grows with every event
 * @param errand whether it begins with the source, or takes a bundle that exists
 * @param endedAt when it ended; absent while it goes on
 * @param headline what became of it or what it is doing, in one line
 * @param remarks sentences on what was left alone, what was not reached, and until when it waits
 * @param abortedBy who asked for its end
 * @param image the only image; absent when there are several
 * @param images each of several, once all are known; absent when there is one
 * @param tags the release tags that image and chart were given
 * @param groups the groups of stages that a page shows as lines, in the order of the flow
 * @param testedBefore why the tests did not run, where the image had passed them before
 * @param waiting the stages that wait for a person or for a time
 * @param decisions every decision, the oldest first
 * @param resumed when another process took the release up again
 * @param troubles sinks that failed to deliver; the release goes on regardless
 */
public record ReleaseData(
        int form,
        long entries,
        ReleaseKind errand,
        String release,
        String app,
        String version,
        SourceData source,
        String startedBy,
        Instant startedAt,
        Optional<Instant> endedAt,
        Status status,
        String headline,
        List<String> remarks,
        Optional<String> abortedBy,
        Optional<ArtifactData> image,
        Optional<List<ImageData>> images,
        Optional<ArtifactData> bundle,
        List<String> tags,
        List<GroupData> groups,
        Optional<DatastoresData> datastores,
        Optional<TestsData> tests,
        Optional<TestedBeforeData> testedBefore,
        List<EnvironmentData> environments,
        List<WaitData> waiting,
        List<DecisionData> decisions,
        List<ResumedData> resumed,
        List<TroubleData> troubles) {
    /** The form that this program writes. */
    public static final int FORM = 1;

    public ReleaseData {
        remarks = List.copyOf(remarks);
        images = images.map(List::copyOf);
        tags = List.copyOf(tags);
        groups = List.copyOf(groups);
        environments = List.copyOf(environments);
        waiting = List.copyOf(waiting);
        decisions = List.copyOf(decisions);
        resumed = List.copyOf(resumed);
        troubles = List.copyOf(troubles);
    }

    /** The status of a release: under way, waiting, or how it ended. */
    public enum Status {
        RUNNING,
        /** No work is under way: the release waits for a person or for a time. */
        WAITING,
        SUCCEEDED,
        FAILED,
        ERRORED,
        ABORTED;

        /** The status at that moment. */
        static Status of(ReleaseState state, Instant at) {
            boolean waits = ReleaseConclusion.of(state, at)
                    .filter(releaseConclusion -> releaseConclusion.phase() == Phase.WAITING)
                    .isPresent();
            return state.result().map(Status::of).orElse(waits ? WAITING : RUNNING);
        }

        private static Status of(ReleaseResult result) {
            return switch (result) {
                case SUCCEEDED -> SUCCEEDED;
                case FAILED -> FAILED;
                case ERRORED -> ERRORED;
                case ABORTED -> ABORTED;
            };
        }
    }

    /**
     * The source that the release was made from.
     *
     * @param branch as the version control has it, or that there is no commit: never markup
     */
    public record SourceData(String commit, String abbreviated, String branch, Optional<String> tag, boolean modified) {
        static SourceData of(SourceRevision source) {
            return new SourceData(
                    source.commit(),
                    source.shortCommit(),
                    TextSanitizer.text(source.origin()),
                    source.tag().map(TextSanitizer::text),
                    source.modified());
        }
    }

    /**
     * A stage that waits for a person or for a time.
     *
     * @param stage the stage that waits
     * @param group the group that shows it, for example the environment
     * @param what it waits for
     * @param until when it will wait no longer
     * @param approval whether it waits for an approval, which a person with the right can give
     */
    public record WaitData(String stage, String group, String what, Instant until, boolean approval) {}

    /**
     * Another process resumed the release.
     *
     * @param silentSince the last sign of life before: how long after that nobody carried it on is not known
     */
    public record ResumedData(Instant at, String by, Instant silentSince) {}

    /** A sink failed to deliver; the release goes on regardless. */
    public record TroubleData(Instant at, String sink, String why) {}

    /**
     * Reads a journal into the document.
     *
     * @param details the progress of stages under way, beyond the journal
     * @throws IllegalArgumentException when the journal does not begin with a plan
     */
    public static ReleaseData of(List<JournalEntry> journal, Details details) {
        return new ReleaseReader(journal, details).read();
    }
}
