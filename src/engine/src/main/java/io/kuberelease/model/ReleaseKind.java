package io.kuberelease.model;

/** Why a bundle comes to an environment. */
public enum ReleaseKind {
    /** It was made for it: a release from source. */
    RELEASE,
    /** It goes further, to an environment that comes later. */
    PROMOTION,
    /** The environment goes back to it. */
    ROLLBACK
}
