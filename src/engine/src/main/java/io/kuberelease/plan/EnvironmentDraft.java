package io.kuberelease.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An environment as it was read, with what is needed to put it in order even when something of it is wrong.
 *
 * @param field its name and where it was written
 * @param after the field with the environments before it
 * @param soak the field with the time to spend in those environments
 * @param environment the environment as it was read; absent when something of it is wrong
 */
record EnvironmentDraft(Field field, Field after, Field soak, Optional<Environment> environment) {

    /** Its name as it was written. */
    String name() {
        return field.key();
    }

    /**
     * An environment, with what is planned there.
     *
     * @param soak how long the bundle has to have been healthy in the environments before
     * @param freeze when no deployment begins; absent when one may at any time
     * @param returns whether a deployment that failed is undone with the last good bundle
     */
    record Environment(
            EnvironmentSpec spec,
            Optional<ApprovalRule> approval,
            Optional<VerifySpec> verify,
            Optional<Duration> soak,
            Optional<Freeze> freeze,
            boolean returns) {

        /** The same without soak and freeze: a rollback has a reason not to wait. */
        Environment atOnce() {
            return new Environment(spec, approval, verify, Optional.empty(), Optional.empty(), returns);
        }
    }

    /** An environment whose turn comes once those before it are done. */
    record Ordered(EnvironmentDraft draft, List<String> after) {
        Ordered {
            after = List.copyOf(after);
        }

        String name() {
            return draft.name();
        }
    }
}
