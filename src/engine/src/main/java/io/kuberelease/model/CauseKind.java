package io.kuberelease.model;

/** The classes of causes that we tell apart; a person searches the guide by these names. */
public enum CauseKind {
    /** A value given to us is not acceptable. */
    BAD_INPUT,
    /** The image could not be built. */
    BUILD_FAILED,
    /** One or more tests were red, or the test command ended with an error. */
    TESTS_FAILED,
    /** A datastore did not become ready. */
    DATASTORE_FAILED,
    /** The chart is not acceptable: lint, schema, dependency or rendering. */
    CHART_INVALID,
    /** A rendered manifest runs another image than the bundle's. */
    FOREIGN_IMAGE,
    /** A container's image can't be pulled by the cluster. */
    IMAGE_PULL,
    /** A container starts and ends again and again. */
    CRASH_LOOP,
    /** A container can't be created: its configuration, a Secret or a volume is missing. */
    CONTAINER_CONFIG,
    /** No node takes the pod. */
    UNSCHEDULABLE,
    /** A quota or a limit range refuses the pod. */
    QUOTA,
    /** A container runs but its startup or readiness probe fails. */
    PROBE,
    /** Nothing goes on by itself: a workload is paused, or its controller waits for something that won't come. */
    STUCK,
    /** A Helm hook failed. */
    HOOK_FAILED,
    /** Helm or the API server refused the manifests. */
    REFUSED,
    /** A check after the deployment failed. */
    VERIFICATION_FAILED,
    /** The bundle was not healthy for long enough in an environment before. */
    NOT_SOAKED,
    /** A person said no. */
    REJECTED,
    /** What should have happened did not happen in time. */
    DEADLINE,
    /** Somebody else holds what is needed. */
    LOCKED,
    /** Credentials are missing, wrong or without permission. */
    ACCESS_DENIED,
    /** An immutable tag already names another digest. */
    TAG_TAKEN,
    /** The cluster is not the one that the environment is pinned to. */
    WRONG_CLUSTER,
    /** A server, a network or a disk is not available; it may be later. */
    UNAVAILABLE,
    /** A program that is needed is not on this machine. */
    MISSING_TOOL,
    /** A fault of this program. */
    INTERNAL
}
