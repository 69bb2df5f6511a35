package io.kuberelease.api;

import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.plan.ReleasePlan;
import java.util.List;
import java.util.Map;

/**
 * The changes that a release would make in its environments, with secrets hidden.
 *
 * @param form the version of this document's form
 * @param environments in the order in which they are reached
 */
public record PreviewData(int form, String app, String version, List<EnvironmentPreviewData> environments) {
    /** The form that this program writes. */
    public static final int FORM = 1;

    public PreviewData {
        environments = List.copyOf(environments);
    }

    /** The changes in one environment compared with Helm's last revision there. */
    public record EnvironmentPreviewData(String environment, DiffData diff) {}

    /** The diffs of a plan as data. */
    public static PreviewData of(ReleasePlan plan, Map<EnvironmentName, EnvironmentDiff> diffs) {
        return new PreviewData(
                FORM,
                plan.app().value(),
                plan.version().value(),
                diffs.entrySet().stream()
                        .map(entry -> new EnvironmentPreviewData(entry.getKey().value(), DiffData.of(entry.getValue())))
                        .toList());
    }
}
