package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Run;
import hudson.security.ACL;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/**
 * Finds the credentials that a build may use: those of its folders and of Jenkins, as the user that the build runs as.
 */
final class RunCredentials {
    private final Run<?, ?> run;
    private final KnownSecrets known;
    private final Set<String> tracked = ConcurrentHashMap.newKeySet();

    RunCredentials(Run<?, ?> run, KnownSecrets known) {
        this.run = run;
        this.known = known;
    }

    /**
     * Finds a credential by id.
     *
     * @param jenkins whether Jenkins' own configuration names it: then it may also be one that jobs don't see
     * @throws io.kuberelease.model.ReleaseException.Failed when there is none
     */
    StandardCredentials find(String id, boolean jenkins) {
        StandardCredentials found = Optional.ofNullable(
                        CredentialsProvider.findCredentialById(id, StandardCredentials.class, run))
                .or(() -> jenkins ? reserved(id) : Optional.empty())
                .orElseThrow(() -> AccessErrors.access(
                        "no credential " + id + " that " + run.getParent().getFullName() + " may use",
                        "add it to Jenkins or to a folder of the job, or correct its id in the configuration of"
                                + " kube-release"));
        known.see(found);
        if (tracked.add(id)) {
            CredentialsProvider.track(run, found);
        }
        return found;
    }

    /** A credential of system scope, which builds don't see. */
    static Optional<StandardCredentials> reserved(String id) {
        return CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of())
                .stream()
                .filter(CredentialsMatchers.withId(id)::matches)
                .filter(each -> each.getScope() == CredentialsScope.SYSTEM)
                .findFirst();
    }
}
