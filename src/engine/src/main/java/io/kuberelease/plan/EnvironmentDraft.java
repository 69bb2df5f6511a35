package io.kuberelease.plan;

import java.util.List;
import java.util.Optional;

/**
 * An environment as it was read, with what is needed to put it in order even when something of it is wrong.
 *
 * @param field its name and where it was written
 * @param after what was written of the environments before it
 * @param environment what is planned there; absent when something of it is wrong
 */
record EnvironmentDraft(Field field, Field after, Optional<Environment> environment) {

    /** Its name as it was written. */
    String name() {
        return field.key();
    }

    /** What is planned in an environment. */
    record Environment(EnvironmentSpec spec, Optional<ApprovalRule> approval, Optional<VerifySpec> verify) {}

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
