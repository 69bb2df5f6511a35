package io.kuberelease.adapters.kubernetes.diagnosis;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.regex.Pattern;

/** Explains from the controller's message why a workload's pods are not even created. */
public final class CreationDiagnosis {
    private static final Pattern QUOTA = Pattern.compile(
            "exceeded quota|failed quota|must specify (limits|requests)|(maximum|minimum) .* usage per|"
                    + "max(imum)? limit to request ratio",
            Pattern.CASE_INSENSITIVE);
    private final GracePeriods gracePeriods;

    public CreationDiagnosis(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /**
     * The symptom for the message of a controller that could not create a pod.
     *
     * @param workload the workload as people write it, for example {@code deployment/polls}
     * @param uid the uid of the object that creates the pods
     * @param message the controller's message
     * @param podsEnding whether ending pods may free the quota that is missing: then it is not final
     */
    public Symptom symptom(String workload, String uid, String message, boolean podsEnding) {
        Cause cause = cause(workload, OneLine.of(message));
        String key = "workload/" + uid + "/creation";
        return podsEnding ? Symptom.passing(key, cause) : Symptom.lasting(key, cause, gracePeriods.creation());
    }

    private static Cause cause(String workload, String message) {
        return QUOTA.matcher(message).find()
                ? Cause.of(CauseKind.QUOTA, "the pods of " + workload + " are refused by a quota or limit: " + message)
                        .suggesting("raise the namespace's quota, or lower what the pods request")
                : Cause.of(CauseKind.REFUSED, "the pods of " + workload + " are refused: " + message)
                        .suggesting("change what the cluster's policy refuses, or ask who keeps the policy");
    }
}
