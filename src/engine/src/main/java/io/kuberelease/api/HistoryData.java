package io.kuberelease.api;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.promotion.Histories.History;
import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The bundles that were in an app's environments, as recorded in their clusters.
 *
 * @param form the version of this document's form
 */
public record HistoryData(int form, String app, List<EnvironmentHistoryData> environments) {
    /** The form that this program writes. */
    public static final int FORM = 1;

    public HistoryData {
        environments = List.copyOf(environments);
    }

    /**
     * The records of one environment.
     *
     * @param records the newest first
     * @param problem why it can't be told; absent when it can
     */
    public record EnvironmentHistoryData(String environment, List<RecordData> records, Optional<String> problem) {
        public EnvironmentHistoryData {
            records = List.copyOf(records);
        }
    }

    /**
     * A bundle that came to an environment.
     *
     * @param release the release that brought it
     * @param image the only image in it; absent when there are several
     * @param images each of several images in it; absent when there is one
     * @param helmRevision Helm's revision that holds it
     * @param at when the release ended there
     * @param tookMillis from the start of the deployment to the last check; absent where it is not known
     * @param by who started the release
     * @param approvedBy who approved; absent where nobody was asked
     */
    public record RecordData(
            String release,
            ReleaseKind errand,
            String version,
            String commit,
            ArtifactData bundle,
            Optional<ArtifactData> image,
            Optional<List<ImageData>> images,
            int helmRevision,
            EnvironmentRecord.Result result,
            Instant at,
            Optional<Long> tookMillis,
            String by,
            Optional<String> approvedBy) {
        public RecordData {
            images = images.map(List::copyOf);
        }

        /** The record as data. */
        public static RecordData of(EnvironmentRecord record) {
            return new RecordData(
                    record.release().value(),
                    record.circumstances().kind(),
                    record.version().value(),
                    record.commit(),
                    ArtifactData.of(record.bundle()),
                    ArtifactData.of(record.images()),
                    ImageData.of(record.images()),
                    record.helmRevision(),
                    record.result(),
                    record.at(),
                    record.circumstances().took().map(took -> took.toMillis()),
                    TextSanitizer.text(record.by()),
                    record.circumstances().approvedBy().map(TextSanitizer::text));
        }
    }

    /**
     * The histories as data.
     *
     * @param last how many records of each environment
     */
    public static HistoryData of(AppName app, Collection<History> histories, int last) {
        return new HistoryData(
                FORM,
                app.value(),
                histories.stream()
                        .map(history -> new EnvironmentHistoryData(
                                history.environment().name().value(),
                                history.records().stream()
                                        .limit(last)
                                        .map(RecordData::of)
                                        .toList(),
                                history.problem()
                                        .map(problem -> TextSanitizer.text(
                                                problem.reason().summary()))))
                        .toList());
    }
}
