package io.jenkins.plugins.kuberelease.access;

/** Lets a build pass, or says why not. */
@FunctionalInterface
interface Gate {
    /** For whom everything is open that Jenkins' permissions leave open. */
    Gate OPEN = what -> {};

    /**
     * Passes.
     *
     * @param what is to be reached, for the message
     * @throws io.kuberelease.model.ReleaseException.Failed when it may not be
     */
    void pass(String what);
}
