package io.kuberelease.plan;

import java.util.Collection;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Texts that must follow a rule; a refusal says what would be accepted. */
final class Validators {
    private Validators() {}

    /** Gives back a text that the rule matches, and refuses any other. */
    static UnaryOperator<String> matching(String rule, String accepted) {
        Pattern pattern = Pattern.compile(rule);
        return written -> {
            if (!pattern.matcher(written).matches()) {
                throw refusal(written, accepted);
            }
            return written;
        };
    }

    /** Gives back one of the known texts, and refuses any other with the nearest. */
    static UnaryOperator<String> oneOf(Collection<String> known) {
        return written -> {
            if (!known.contains(written)) {
                throw refusal(written, Nearest.to(written, known).orElse("one of " + String.join(", ", known)));
            }
            return written;
        };
    }

    private static IllegalArgumentException refusal(String written, String accepted) {
        return new IllegalArgumentException("\"" + written + "\" is not valid: use " + accepted);
    }
}
