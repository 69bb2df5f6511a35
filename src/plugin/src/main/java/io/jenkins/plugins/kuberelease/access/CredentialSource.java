package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;

/** Finds credentials by id, limited to those that a build may use; looked up anew each time. */
@FunctionalInterface
interface CredentialSource {

    /**
     * Finds a credential.
     *
     * @param jenkins whether the id comes from Jenkins' own configuration: only then credentials of system scope are
     *     found too
     * @throws io.kuberelease.model.ReleaseException.Failed when there is none that may be used here
     */
    StandardCredentials find(String id, boolean jenkins);
}
