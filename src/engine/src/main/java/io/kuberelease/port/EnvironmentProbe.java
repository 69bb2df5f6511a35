package io.kuberelease.port;

import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import java.net.URI;
import java.util.Optional;

/** Looks at an environment from outside the app. Methods block. */
public interface EnvironmentProbe {

    /** The address of the app inside its cluster, for {@code TARGET_URL}. */
    String address(EnvironmentSpec environment, VerifySpec checks);

    /**
     * Asks the app's Service for a path.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the answer is not 200 within a few tries; the cause
     *     holds the answer
     */
    void http(EnvironmentSpec environment, VerifySpec checks, String path, StageControl control);

    /**
     * Asks for an address from outside of the cluster, until the app answers.
     *
     * @param path that must answer 2xx; absent: any answer that is the app's own is good, so none of an ingress that
     *     knows no such host or has nobody behind it
     * @param ingress a host or address, with a port if need be, that is asked for the address' host; absent: where that
     *     name leads
     * @throws io.kuberelease.model.ReleaseException.Failed when it does not within its time; the cause holds the answer
     */
    void outside(URI address, Optional<String> path, Optional<String> ingress, StageControl control);

    /** The user and groups as which the environment's cluster knows us, by its own answer. */
    Identity whoAmI(EnvironmentSpec environment);

    /** A user and its groups as a cluster knows them. */
    record Identity(String user, java.util.List<String> groups) {
        public Identity {
            groups = java.util.List.copyOf(groups);
        }
    }
}
