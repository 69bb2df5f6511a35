package io.kuberelease.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by its name whether a value is likely a secret, and keeps such values out of what is printed. */
final class SecretNames {
    private static final String WORDS = "(password|passwd|passphrase|token|secret|credentials?"
            + "|(api|access|private|secret|signing|encryption)[-_]?key)";
    private static final Pattern NAME = Pattern.compile("(?i).*" + WORDS);
    private static final Pattern WRITTEN =
            Pattern.compile("(?i)(" + WORDS + "[\"']?\\s*[:=]\\s*)(?![{\\[&|>])[^\\s,}#][^,}]*");
    private static final String HIDDEN = "••••";

    private SecretNames() {}

    /** Whether something of that name, for example {@code DB_PASSWORD}, is likely a secret. */
    static boolean looksSecret(String name) {
        return NAME.matcher(name).matches();
    }

    /** The value as a problem may show it: not at all when the field's last name is that of a secret. */
    static Optional<String> shown(String field, Optional<String> value) {
        return looksSecret(field) ? Optional.empty() : value;
    }

    /** The line with the values of what looks like a secret hidden. */
    static String masked(String line) {
        return WRITTEN.matcher(line).replaceAll("$1" + HIDDEN);
    }
}
