package io.kuberelease.port;

import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;

/** Looks at an environment from outside the app. Methods block. */
public interface EnvironmentProbe {

    /** The address of the app inside its cluster, for {@code TARGET_URL}. */
    String address(EnvironmentSpec environment, VerifySpec checks);

    /**
     * Asks the app's Service for a path.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the answer is not 2xx within a few tries; the cause
     *     holds the answer
     */
    void http(EnvironmentSpec environment, VerifySpec checks, String path, StageControl control);

    /**
     * Who we are in the environment's cluster, as the cluster itself answers, with the groups.
     */
    Identity whoAmI(EnvironmentSpec environment);

    /** A user and its groups as a cluster knows them. */
    record Identity(String user, java.util.List<String> groups) {
        public Identity {
            groups = java.util.List.copyOf(groups);
        }
    }
}
