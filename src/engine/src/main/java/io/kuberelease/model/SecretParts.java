package io.kuberelease.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a longer value that are secrets by themselves: lines of a key, passwords of a file, of an address. */
final class SecretParts {
    /** A line of a longer secret that is shorter than this, a brace for example, gives nothing away. */
    private static final int SHORTEST_LINE = 8;

    /** A line of prose this short gives nothing away either. */
    private static final int SHORTEST_PROSE = 16;

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s/:@]*:([^\\s@/]+)@");

    private static final Pattern NAMED = Pattern.compile(
            "(?i)[\\w.\"'-]*(?:password|passwd|passphrase|pwd|pass|secret|token"
                    + "|credentials?|auth|key)s?[\"']?\\s*[:=]\\s*(?:\"((?:[^\"\\\\]|\\\\.)+)\"|'([^']+)'|([^\\s,;}&{\\[\"'][^\\s,;}&]*))");

    /** Letters and digits in one word: neither prose nor the name of a setting. */
    private static final Pattern MIXED = Pattern.compile("(?=\\S*\\d)(?=\\S*[A-Za-z])\\S{8,}");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");

    private SecretParts() {}

    static Set<String> of(String value) {
        Set<String> parts = new LinkedHashSet<>();
        addNamed(value, parts);
        if (value.strip().lines().count() > 1) {
            value.lines().map(String::strip).filter(SecretParts::tells).forEach(parts::add);
        }
        for (String part : Set.copyOf(parts)) {
            addDecoded(part, parts);
        }
        addDecoded(value.strip(), parts);
        return parts;
    }

    private static void addNamed(String value, Set<String> parts) {
        Matcher address = ADDRESS.matcher(value);
        while (address.find()) {
            parts.add(address.group(1));
            parts.add(TextView.of(address.group(1)).stream()
                    .map(TextView::text)
                    .reduce((first, last) -> last)
                    .orElseThrow());
        }
        Matcher named = NAMED.matcher(value);
        while (named.find()) {
            for (int group = 1; group <= named.groupCount(); group++) {
                if (named.group(group) != null) {
                    parts.add(named.group(group));
                }
            }
        }
    }

    /**
     * Whether a line is a secret by itself: lines of a key are; most lines of a file of settings are not, and would be
     * found in innocent text.
     */
    private static boolean tells(String line) {
        boolean oneWord = line.chars().noneMatch(Character::isWhitespace);
        return (oneWord && !line.endsWith(":"))
                ? line.length() >= SHORTEST_LINE
                : line.length() >= SHORTEST_PROSE && MIXED.matcher(line).find();
    }

    /** Adds the decoded text and the password in it: Docker's file has logins in base64, as user and password. */
    private static void addDecoded(String part, Set<String> parts) {
        if (part.length() % 4 != 0 || !BASE64.matcher(part).matches()) {
            return;
        }
        String decoded = new String(Base64.getDecoder().decode(part), StandardCharsets.UTF_8);
        if (decoded.chars().allMatch(c -> c >= ' ' && c < '\u007f')) {
            parts.add(decoded);
            if (decoded.indexOf(':') > 0) {
                parts.add(decoded.substring(decoded.indexOf(':') + 1));
            }
        }
    }
}
