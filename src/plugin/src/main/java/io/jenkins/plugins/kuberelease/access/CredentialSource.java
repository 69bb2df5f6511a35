package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;

/** Finds credentials by their ids, as far as somebody may use them; looked up anew each time. */
@FunctionalInterface
interface CredentialSource {

    /**
     * The credential.
     *
     * @param jenkins whether Jenkins' own configuration names it: then it may be one for Jenkins alone, too
     * @throws io.kuberelease.model.ReleaseException.Failed when there is none that may be used here
     */
    StandardCredentials find(String id, boolean jenkins);
}
