package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;

/** What was applied and is not there any more, without anybody having seen how it ended. */
final class MissingResource {
    private final GracePeriods gracePeriods;

    MissingResource(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /** Never final at once: a watch may be a moment behind. */
    Symptom symptom(ResourceIdentity resource) {
        boolean job = resource.kind().equals("Job");
        String what = resource.display() + " of namespace " + resource.namespace()
                + (job
                        ? " was removed before its end could be seen"
                        : " was applied, and is not there any more: somebody removes it");
        String advice = job
                ? "let it stay for a minute (ttlSecondsAfterFinished: 60), or make it a hook of Helm"
                : "look who deletes it: an operator, a policy, or another tool that owns the same name";
        return Symptom.lasting(
                "gone/" + resource.display(),
                Cause.of(CauseKind.STUCK, what).suggesting(advice),
                gracePeriods.blocked());
    }
}
