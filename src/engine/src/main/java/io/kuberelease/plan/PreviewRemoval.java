package io.kuberelease.plan;

import io.kuberelease.model.LivePreview;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Target;
import io.kuberelease.model.Version;
import java.util.List;
import java.util.Optional;

/** Plans the end of a preview: a release of its own with one stage, so that it is journalled and resumed like any. Pure. */
public final class PreviewRemoval {
    private static final Version NONE = new Version("0.0.0");

    private PreviewRemoval() {}

    /**
     * The plan.
     *
     * @param overdue whether the preview stays when it is to live longer by then
     */
    public static ReleasePlan of(
            PreviewRules rules, LivePreview preview, ReleaseId release, String startedBy, boolean overdue) {
        return new ReleasePlan(
                release,
                rules.app(),
                NONE,
                new SourceRevision("unknown", preview.branch(), Optional.empty(), false),
                startedBy,
                Notify.NOBODY,
                ReleaseRecipe.removal(new StageTask.RemovePreview(
                        environment(rules, preview), preview.branch(), preview.uid(), overdue)));
    }

    /** Where the preview is: it may have been made when other names were asked for. */
    public static EnvironmentSpec environment(PreviewRules rules, LivePreview preview) {
        EnvironmentSpec spec = rules.spec();
        return new EnvironmentSpec(
                spec.name(),
                spec.app(),
                new Target(rules.cluster().cluster(), rules.cluster().clusterId(), preview.namespace()),
                List.of(),
                false,
                spec.readyWithin(),
                spec.helm());
    }
}
