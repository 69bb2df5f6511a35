package io.kuberelease.port;

import io.kuberelease.plan.EnvironmentSecrets;
import java.util.Map;

/** Reads the values of an environment's secrets from where the release file says they are. */
public interface SecretValues {

    /**
     * All values, by Secret and key. They are hidden in all that is told from then on. Blocks.
     *
     * @throws io.kuberelease.model.ReleaseException with all that can't be read, and why
     */
    Map<String, Map<String, byte[]>> read(EnvironmentSecrets secrets, StageControl control);
}
