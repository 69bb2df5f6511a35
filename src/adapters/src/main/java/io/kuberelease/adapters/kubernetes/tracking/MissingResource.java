package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;

/** The symptom of a resource that was applied and has vanished before its outcome was seen. */
final class MissingResource {
    private final GracePeriods gracePeriods;

    MissingResource(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /** Not final at once, since a watch may be a moment behind. */
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
