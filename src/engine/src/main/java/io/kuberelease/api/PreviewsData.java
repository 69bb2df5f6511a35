package io.kuberelease.api;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.LivePreview;
import io.kuberelease.port.Previews.PreviewLoad;
import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The previews of an app.
 *
 * @param form of this document
 * @param limit how many there may be
 */
public record PreviewsData(int form, String app, String cluster, int limit, List<BranchData> previews) {
    /** The form that this program writes. */
    public static final int FORM = 1;

    public PreviewsData {
        previews = List.copyOf(previews);
    }

    /**
     * A branch's preview.
     *
     * @param owner who released to it last
     * @param version what was released to it last; absent when nothing was
     * @param result how that ended
     * @param readyPods how many of its pods are ready; absent when that can't be read
     * @param milliCpu thousandths of a CPU that its pods ask for
     * @param memory bytes that they ask for
     * @param lost what its datastores have lost, and how; absent when nothing, or that can't be read
     * @param problem why something of it could not be read
     */
    public record BranchData(
            String branch,
            String namespace,
            Optional<String> address,
            LivePreview.State state,
            String owner,
            Instant since,
            Instant until,
            boolean overdue,
            Optional<String> version,
            Optional<String> commit,
            Optional<EnvironmentRecord.Result> result,
            Optional<Integer> readyPods,
            Optional<Integer> pods,
            Optional<Long> milliCpu,
            Optional<Long> memory,
            Optional<String> lost,
            Optional<String> problem) {

        /** The preview as data. */
        public static BranchData of(
                LivePreview preview,
                Optional<EnvironmentRecord> last,
                Optional<PreviewLoad> load,
                Optional<String> problem,
                Instant now) {
            return new BranchData(
                    TextSanitizer.text(preview.branch()),
                    preview.namespace().value(),
                    preview.address().map(address -> TextSanitizer.text(address.toString())),
                    preview.state(),
                    TextSanitizer.text(preview.owner()),
                    preview.since(),
                    preview.until(),
                    preview.overdue(now),
                    last.map(record -> record.version().value()),
                    last.map(EnvironmentRecord::commit),
                    last.map(EnvironmentRecord::result),
                    load.map(PreviewLoad::ready),
                    load.map(PreviewLoad::pods),
                    load.map(PreviewLoad::milliCpu),
                    load.map(PreviewLoad::memory),
                    load.flatMap(PreviewLoad::lost).map(TextSanitizer::text),
                    problem.map(TextSanitizer::text));
        }
    }
}
