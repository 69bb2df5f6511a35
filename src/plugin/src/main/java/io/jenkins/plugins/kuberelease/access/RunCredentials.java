package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.PasswordCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.security.ACL;
import io.kuberelease.app.access.KnownSecrets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credentials that a build may use: those of its folders and of Jenkins, as the user that the build runs as.
 * Without a build, those of its place as Jenkins itself.
 */
final class RunCredentials {
    private final AccessPlace place;
    private final @Nullable Run<?, ?> run;
    private final KnownSecrets known;
    private final Set<String> tracked = ConcurrentHashMap.newKeySet();

    RunCredentials(Run<?, ?> run, KnownSecrets known) {
        this.place = AccessPlace.of(run.getParent());
        this.run = run;
        this.known = known;
    }

    RunCredentials(AccessPlace place, KnownSecrets known) {
        this.place = place;
        this.run = null;
        this.known = known;
    }

    /**
     * Finds a credential by id.
     *
     * @param jenkins whether Jenkins' own configuration names it: then it may also be one that jobs don't see
     * @throws io.kuberelease.model.ReleaseException.Failed when there is none
     */
    StandardCredentials find(String id, boolean jenkins) {
        StandardCredentials found = visible(id)
                .or(() -> jenkins ? reserved(id) : Optional.empty())
                .orElseThrow(() -> AccessErrors.access(
                        "no credential " + id + " that " + place.name() + " may use",
                        "add it to Jenkins or to a folder of the job, or correct its id in the configuration of"
                                + " kube-release"));
        see(found);
        Run<?, ?> build = run;
        if (build != null && tracked.add(id)) {
            CredentialsProvider.track(build, found);
        }
        return found;
    }

    private void see(StandardCredentials found) {
        if (found instanceof StringCredentials text) {
            known.see(text.getSecret().getPlainText());
        }
        if (found instanceof PasswordCredentials password) {
            known.see(password.getPassword().getPlainText());
        }
    }

    private Optional<StandardCredentials> visible(String id) {
        Run<?, ?> build = run;
        return build != null
                ? Optional.ofNullable(CredentialsProvider.findCredentialById(id, StandardCredentials.class, build))
                : in(place.group(), StandardCredentials.class, id)
                        .filter(each -> each.getScope() != CredentialsScope.SYSTEM)
                        .findFirst();
    }

    /** A credential of system scope, which builds don't see. */
    static Optional<StandardCredentials> reserved(String id) {
        return in(Jenkins.get(), StandardCredentials.class, id)
                .filter(each -> each.getScope() == CredentialsScope.SYSTEM)
                .findFirst();
    }

    /** All of that id and kind in a folder and those around it, as Jenkins itself sees them. */
    static <C extends Credentials> Stream<C> in(ItemGroup<?> group, Class<C> kind, String id) {
        return CredentialsProvider.lookupCredentialsInItemGroup(kind, group, ACL.SYSTEM2, List.of()).stream()
                .filter(CredentialsMatchers.withId(id)::matches);
    }
}
