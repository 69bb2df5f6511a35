package io.kuberelease.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hides secrets in text that is going to be shown or kept: as they are, and in the encodings in which programs print
 * them (base64 at any alignment, percent, JSON, shell, page and hexadecimal escapes, single lines of a longer secret,
 * pieces of at least {@value #PIECE} characters). Immutable; safe for many threads.
 */
public final class SecretMask {
    /** Masks nothing. */
    public static final SecretMask NONE = new SecretMask(Set.of(), Set.of(), Set.of(), Set.of());

    /** The text in the place of a secret. */
    public static final String DOTS = "••••";

    /** A piece this long is recognised wherever a long secret was wrapped. */
    static final int PIECE = FormIndex.PIECE;

    /** Shorter values that somebody calls a secret are masked as whole words alone, else a log would be mere dots. */
    private static final int SHORT = 4;

    /** Shorter values that were only found in a Secret are masked where a name says what they are. */
    private static final int SHORT_FOUND = 6;

    /** So long, a number is no port, no size and no year any more. */
    private static final int LONG_NUMBER = 8;

    private static final Set<String> COMMON = Set.of(
            "default",
            "development",
            "disabled",
            "enabled",
            "example",
            "localhost",
            "mariadb",
            "mongodb",
            "password",
            "postgres",
            "postgresql",
            "production",
            "public",
            "rabbitmq",
            "secret",
            "staging",
            "verify-full",
            "0.0.0.0",
            "127.0.0.1");

    private static final Pattern NUMBER = Pattern.compile("[0-9.,:-]+");

    /** Sizes and times of settings, for example {@code 500m}, {@code 10Gi} and {@code v1.2}. */
    private static final Pattern QUANTITY = Pattern.compile("(?i)v?[0-9.]+[a-z]{0,2}");

    /** Short values of settings that are no secrets: encodings, protocols, algorithms and paths. */
    private static final Pattern TERM =
            Pattern.compile("(?i)utf-?(8|16|32)|ipv[46]|http[123]|tls1[0-3]|sha-?[1-9]|[hrep]s(256|384|512)|/[a-z]+");

    /** The text before a value that only its name tells to be a secret. */
    private static final Pattern NAMED =
            Pattern.compile("(?i)(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?"
                    + "|auth)s?[\"']?\\s*[:=]\\s*[\"']?$|://[^\\s/:@]*:$");

    private static final int LONGEST_NAME = 80;

    private final Set<String> whole;
    private final Set<String> divisible;
    private final Set<String> words;
    private final Set<String> weak;
    private final FormIndex index;

    private SecretMask(Set<String> whole, Set<String> divisible, Set<String> words, Set<String> weak) {
        this.whole = whole;
        this.divisible = divisible;
        this.words = words;
        this.weak = weak;
        this.index = new FormIndex(whole, divisible);
    }

    /** Masks these values; empty ones are left out. */
    public static SecretMask of(Collection<Secret> secrets) {
        return NONE.with(secrets);
    }

    /** Masks these values as well, which are known to be secrets, however short and common they are. */
    public SecretMask with(Collection<Secret> secrets) {
        Building building = new Building();
        secrets.forEach(secret -> building.named(secret.reveal()));
        return building.mask();
    }

    /**
     * Masks these values as well, that were found in Secrets, among settings that are no secrets: short and common ones,
     * and names, are masked only where they stand as a password.
     *
     * <p>Of four and five characters, what is no word and no quantity is hidden too, where it stands by itself.
     *
     * @param names the names of the release's own things, which must stay readable
     */
    public SecretMask withFound(Collection<Secret> secrets, Collection<String> names) {
        Set<String> known =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        Building building = new Building();
        secrets.forEach(secret -> building.found(secret.reveal(), known));
        return building.mask();
    }

    /** The text with dots in the place of each secret. */
    public String mask(String text) {
        return isEmpty() ? text : replace(text, marks(text));
    }

    /** All lines, including values that line breaks divide. */
    public List<String> mask(List<String> lines) {
        if (isEmpty()) {
            return List.copyOf(lines);
        }
        MaskedLines masked = new MaskedLines(() -> this);
        List<String> shown = new ArrayList<>();
        lines.forEach(line -> shown.addAll(masked.next(line)));
        shown.addAll(masked.end());
        return shown;
    }

    /** For lines that come one after the other: masks values that line breaks divide. */
    public MaskedLines lines() {
        return new MaskedLines(() -> this);
    }

    boolean isEmpty() {
        return index.isEmpty() && words.isEmpty() && weak.isEmpty();
    }

    boolean hasSpaces() {
        return index.hasSpaces();
    }

    BitSet marks(String text) {
        BitSet marks = new BitSet(text.length());
        TextView.of(text).forEach(view -> index.mark(view, marks));
        words.forEach(word -> mark(text, word, marks, false));
        weak.forEach(value -> mark(text, value, marks, true));
        return marks;
    }

    /** Whether the text ends in what may be the beginning of a secret, and is not recognised by itself. */
    boolean mayGoOn(String text) {
        return !index.isEmpty()
                && TextView.of(text.substring(Math.max(0, text.length() - 16 * PIECE))).stream()
                        .anyMatch(index::isBegun);
    }

    static String replace(String text, BitSet marks) {
        if (marks.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int secret = marks.nextSetBit(at);
            int end = secret < 0 ? text.length() : secret;
            shown.append(text, at, end);
            at = end;
            if (secret >= 0) {
                shown.append(DOTS);
                at = marks.nextClearBit(secret);
            }
        }
        return shown.toString();
    }

    private static void mark(String text, String value, BitSet marks, boolean ifNamed) {
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            String before = text.substring(Math.max(0, at - LONGEST_NAME), at);
            if (isWord(text, at, at + value.length())
                    && (!ifNamed || NAMED.matcher(before).find())) {
                marks.set(at, at + value.length());
            }
        }
    }

    private static boolean isWord(String text, int from, int to) {
        return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
                && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
    }

    /** Collects the values of a new mask, beginning with those of this one. */
    private final class Building {
        private final Set<String> allWhole = new LinkedHashSet<>(whole);
        private final Set<String> allDivisible = new LinkedHashSet<>(divisible);
        private final Set<String> allWords = new LinkedHashSet<>(words);
        private final Set<String> allWeak = new LinkedHashSet<>(weak);

        private SecretMask mask() {
            return new SecretMask(allWhole, allDivisible, allWords, allWeak);
        }

        private void named(String value) {
            String stripped = value.strip();
            if (stripped.isEmpty()) {
                return;
            }
            if (stripped.length() < SHORT) {
                allWords.add(stripped);
                return;
            }
            strong(stripped);
            strong(value);
            SecretParts.of(value).stream()
                    .filter(part -> part.length() >= SHORT_FOUND)
                    .forEach(this::strong);
        }

        private void found(String value, Set<String> names) {
            String stripped = value.strip();
            if (stripped.isEmpty()) {
                return;
            }
            take(stripped, names);
            if (!isWeak(stripped, names) && !stripped.equals(value)) {
                strong(value);
            }
            SecretParts.of(value).forEach(part -> take(part.strip(), names));
        }

        private void take(String value, Set<String> names) {
            if (isToken(value, names)) {
                allWords.add(value);
                allDivisible.addAll(SecretForms.encoded(value));
            } else if (isWeak(value, names)) {
                if (!value.isEmpty()) {
                    allWeak.add(value);
                }
            } else {
                strong(value);
            }
        }

        private void strong(String value) {
            boolean file = value.indexOf('\n') >= 0;
            (file ? allWhole : allDivisible).addAll(SecretForms.plain(value));
            allDivisible.addAll(SecretForms.encoded(value));
        }
    }

    /**
     * Whether a value that was found in a Secret, or in a variable that is called like one, is hidden wherever it stands.
     * Else it is only where it stands as a password, since it is short, a number, or a common word.
     */
    public static boolean isHiddenAnywhere(String value) {
        String stripped = value.strip();
        return isToken(stripped, Set.of()) || !isWeak(stripped, Set.of());
    }

    /**
     * Whether a short value is no word that people write: letters with digits or signs, or capitals among small ones.
     */
    private static boolean isToken(String value, Set<String> names) {
        if (value.length() < SHORT
                || value.length() >= SHORT_FOUND
                || names.contains(value.toLowerCase(Locale.ROOT))
                || value.chars().anyMatch(Character::isWhitespace)
                || NUMBER.matcher(value).matches()
                || QUANTITY.matcher(value).matches()
                || TERM.matcher(value).matches()) {
            return false;
        }
        boolean small = value.chars().anyMatch(Character::isLowerCase);
        boolean capital = value.chars().skip(1).anyMatch(Character::isUpperCase);
        boolean digit = value.chars().anyMatch(Character::isDigit);
        boolean sign = value.chars().anyMatch(c -> !Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.');
        return (small && capital) || ((small || capital) && digit) || sign;
    }

    private static boolean isWeak(String value, Set<String> names) {
        String lower = value.toLowerCase(Locale.ROOT);
        return value.length() < SHORT_FOUND
                || COMMON.contains(lower)
                || names.contains(lower)
                || isInside(lower, names)
                || (value.length() < LONG_NUMBER && NUMBER.matcher(value).matches());
    }

    /** A name inside a cluster, such as that of a Service with its namespace. */
    private static boolean isInside(String value, Set<String> names) {
        int dot = value.indexOf('.');
        if (dot < 0 || !names.contains(value.substring(0, dot))) {
            return false;
        }
        return List.of(value.substring(dot + 1).split("\\.", -1)).stream()
                .allMatch(part -> names.contains(part)
                        || Set.of("svc", "cluster", "local").contains(part));
    }
}
