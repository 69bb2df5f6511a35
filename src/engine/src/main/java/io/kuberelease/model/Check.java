package io.kuberelease.model;

import java.util.regex.Pattern;

/** The checks that values share: each refusal names the field, the value, the rule and what would be accepted. */
final class Check {
    private Check() {}

    static String matches(String field, String value, Pattern rule, String accepted) {
        if (!rule.matcher(value).matches()) {
            throw new IllegalArgumentException(field + " \"" + value + "\" is not valid: use " + accepted);
        }
        return value;
    }
}
