package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * Names a stage within its plan: {@code build}, or {@code staging.deploy} for one of an environment.
 *
 * @param value lower-case letters, digits and dashes, with at most one dot after the environment
 */
public record StageId(String value) {
    private static final Pattern RULE = Pattern.compile("[a-z][-a-z0-9]*(\\.[a-z][-a-z0-9]*)?");

    public StageId {
        Check.matches(
                "stage",
                value,
                RULE,
                "lower-case letters, digits and dashes, with at most one dot after the environment");
    }

    /** What stages that belong together share: the environment, or the stage's own name where it stands alone. */
    public String group() {
        int dot = value.indexOf('.');
        return dot < 0 ? value : value.substring(0, dot);
    }

    @Override
    public String toString() {
        return value;
    }
}
