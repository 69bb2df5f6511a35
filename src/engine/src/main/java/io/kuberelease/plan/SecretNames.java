package io.kuberelease.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by its name whether a value is likely a secret, and keeps such values out of what is printed. */
public final class SecretNames {
    private static final String WORDS = "(password|passwd|passphrase|token|secret|credentials?"
            + "|(api|access|private|secret|signing|encryption)[-_]?key)";
    private static final Pattern NAME = Pattern.compile("(?i).*" + WORDS);
    private static final String KEY = WORDS + "[\"']?\\s*[:=]\\s*";
    /** On a line of its own, everything behind the key is its value. */
    private static final Pattern ALONE = Pattern.compile("(?i)^([^{]*?" + KEY + ")(?!\\{)\\S.*$");
    /** Between braces, a value ends with its quotes, with a comma or with the brace. */
    private static final Pattern BETWEEN_BRACES =
            Pattern.compile("(?i)(" + KEY + ")(?!\\{)(\"(\\\\.|[^\"\\\\])*+\"?|'[^']*+'?|[^\\s,}][^,}]*+)");

    private static final String HIDDEN = "••••";

    private SecretNames() {}

    /** Whether something of that name, for example {@code DB_PASSWORD}, is likely a secret. */
    public static boolean looksSecret(String name) {
        return NAME.matcher(name).matches();
    }

    /** The value as a problem may show it: not at all when the field's last name is that of a secret, or holds one. */
    static Optional<String> shown(String field, Optional<String> value) {
        if (SecretLines.isWithin(field)) {
            return SecretLines.shown(field, value);
        }
        return looksSecret(field) ? Optional.empty() : value;
    }

    /** The line with the values of what looks like a secret hidden. */
    static String masked(String line) {
        String alone = ALONE.matcher(line).replaceFirst("$1" + HIDDEN);
        return alone.equals(line) ? BETWEEN_BRACES.matcher(line).replaceAll("$1" + HIDDEN) : alone;
    }
}
