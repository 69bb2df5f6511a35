package io.kuberelease.adapters.bundle;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells by its text, and by the name it goes by, whether a value is likely a secret. The name of a Secret, a variable
 * or a template in the place of a value, and the path of a file are none.
 */
final class SecretShapes {
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----");
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)[a-z][a-z0-9+.-]*://[^\\s/:@]*:(?!\\$\\(|\\$\\{|\\{\\{)[^\\s/@]+@");
    private static final Pattern TOKEN = Pattern.compile("\\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\\w{30,}"
            + "|glpat-[\\w-]{20,}|xox[abeoprs]-[\\w-]{10,}|AIza[\\w-]{35}|[rs]k_live_\\w{16,}|npm_\\w{36}"
            + "|eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]+)|https://hooks\\.slack\\.com/services/\\w+/\\w+/\\w+");

    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*("
            + "password|passwd|passphrase|token|secret|credential"
            + "|(api|access|private|secret|signing|encryption|master|license|account|storage|hmac)[-_. ]?key)s?");
    private static final Pattern SHORT_NAME =
            Pattern.compile("(?i)(.*[-_.])?(pwd|pass|dockerconfigjson)|.*[a-z](Pwd|Pass)");
    private static final Pattern NAMES_A_SECRET = Pattern.compile("(?i).*(secret|credential)s?");
    private static final Pattern NEVER_A_NAME =
            Pattern.compile("(?i).*(client|consumer|shared)[-_. ]?secret|.*[A-Z0-9]_(SECRET|CREDENTIALS?)");
    private static final Pattern RESOURCE_NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern RANDOM = Pattern.compile("[a-z0-9]{12,}");
    private static final int DIGITS_OF_RANDOM = 3;
    private static final int LONGEST_NAME = 253;

    /** A variable, a template, a file or an address in a vault, in the place of the value. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(\\w+\\)|\\$\\{\\w+\\}|\\{\\{[^{}]*\\}\\}"
            + "|/(etc|var|run|mnt|secrets?|opt|home|srv|tmp|app|config)(/[\\w.-]+)+|(vault|ref\\+\\w+):\\S+");

    private SecretShapes() {}

    /** Why the text itself can't be anything but a secret, as the rest of a sentence; empty when it can. */
    static Optional<String> byText(String text) {
        if (PRIVATE_KEY.matcher(text).find()) {
            return Optional.of("holds a private key");
        }
        if (ADDRESS.matcher(text).find()) {
            return Optional.of("holds an address with a password");
        }
        return TOKEN.matcher(text).find() ? Optional.of("holds a token") : Optional.empty();
    }

    /** Why a value that goes by this name is likely a secret, as the rest of a sentence; empty when it is not. */
    static Optional<String> byName(String name, String text) {
        boolean secret =
                SECRET_NAME.matcher(name).matches() || SHORT_NAME.matcher(name).matches();
        if (!secret || isHarmless(text) || isNameOfSecret(name, text)) {
            return Optional.empty();
        }
        return Optional.of("holds a secret, as its name says");
    }

    /** Whether a text is empty or only says where the value is found. */
    static boolean isHarmless(String text) {
        return text.isBlank() || REFERENCE.matcher(text.strip()).matches();
    }

    private static boolean isNameOfSecret(String name, String text) {
        return NAMES_A_SECRET.matcher(name).matches()
                && !NEVER_A_NAME.matcher(name).matches()
                && text.length() <= LONGEST_NAME
                && RESOURCE_NAME.matcher(text).matches()
                && RANDOM.matcher(text).results().noneMatch(part -> digits(part.group()) >= DIGITS_OF_RANDOM);
    }

    private static long digits(String text) {
        return text.chars().filter(Character::isDigit).count();
    }
}
