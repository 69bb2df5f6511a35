package io.kuberelease.promotion;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Deployer.Installed;
import io.kuberelease.port.EnvironmentLock.Claims;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of an environment at one moment.
 *
 * @param present the newest record; absent when nothing is recorded or the records can't be read
 * @param since when the present bundle came, which may be earlier than the newest record: a release that changed
 *     nothing is recorded too
 * @param lastGood what a rollback would go back to
 * @param installed Helm's last revision
 * @param health how it is, as the cluster has it now
 * @param resources what Helm's last revision consists of, as it is now
 * @param problems what is wrong or can't be told, each as a sentence
 */
public record EnvironmentStatus(
        EnvironmentSpec environment,
        Optional<EnvironmentRecord> present,
        Optional<Instant> since,
        Optional<EnvironmentRecord> lastGood,
        Optional<Installed> installed,
        Health health,
        List<ResourceStatus> resources,
        Claims lock,
        List<String> problems) {
    public EnvironmentStatus {
        resources = List.copyOf(resources);
        problems = List.copyOf(problems);
    }

    /** The health of an environment. */
    public enum Health {
        /** Everything is ready, and answers if the environment has a check by HTTP. */
        HEALTHY,
        /** Something is not ready, or does not answer as it should. */
        UNHEALTHY,
        /** Helm knows of no release there. */
        EMPTY,
        /** Its cluster can't be asked. */
        UNKNOWN
    }
}
