package io.kuberelease.view;

import io.kuberelease.model.CauseKind;

/** The classes of causes in words; a person searches the guide by them. */
public final class CauseWords {
    private CauseWords() {}

    /** A few words without a full stop, for example {@code crash loop}. */
    public static String of(CauseKind kind) {
        return switch (kind) {
            case BAD_INPUT -> "bad input";
            case BUILD_FAILED -> "build failed";
            case TESTS_FAILED -> "tests failed";
            case DATASTORE_FAILED -> "datastore failed";
            case CHART_INVALID -> "invalid chart";
            case FOREIGN_IMAGE -> "foreign image";
            case IMAGE_PULL -> "image can't be pulled";
            case CRASH_LOOP -> "crash loop";
            case CONTAINER_CONFIG -> "container can't be created";
            case UNSCHEDULABLE -> "no node takes the pod";
            case QUOTA -> "quota exceeded";
            case PROBE -> "probe fails";
            case STUCK -> "stuck";
            case HOOK_FAILED -> "hook failed";
            case REFUSED -> "refused by the cluster";
            case VERIFICATION_FAILED -> "verification failed";
            case NOT_SOAKED -> "not soaked";
            case REJECTED -> "rejected";
            case DEADLINE -> "deadline passed";
            case LOCKED -> "locked by somebody else";
            case ACCESS_DENIED -> "access denied";
            case TAG_TAKEN -> "tag taken";
            case WRONG_CLUSTER -> "wrong cluster";
            case UNAVAILABLE -> "not available";
            case MISSING_TOOL -> "missing tool";
            case INTERNAL -> "fault of kube-release";
        };
    }
}
