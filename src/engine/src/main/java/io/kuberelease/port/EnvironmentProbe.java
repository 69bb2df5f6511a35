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
     * @throws io.kuberelease.model.ReleaseException.Failed when the answer is not 200 within a few tries; the cause
     *     holds the answer
     */
    void http(EnvironmentSpec environment, VerifySpec checks, String path, StageControl control);

    /** The user and groups as which the environment's cluster knows us, by its own answer. */
    Identity whoAmI(EnvironmentSpec environment);

    /** A user and its groups as a cluster knows them. */
    record Identity(String user, java.util.List<String> groups) {
        public Identity {
            groups = java.util.List.copyOf(groups);
        }
    }
}
