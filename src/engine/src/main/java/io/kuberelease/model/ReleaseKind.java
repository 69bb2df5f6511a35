package io.kuberelease.model;

/** Why a bundle comes to an environment. */
public enum ReleaseKind {
    /** A release from source has made it. */
    RELEASE,
    /** An existing bundle is taken to an environment that comes later. */
    PROMOTION,
    /** The environment goes back to an earlier bundle. */
    ROLLBACK
}
