package io.kuberelease.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A branch's name as a part of names in clusters and of addresses: lower-case letters, digits and dashes. The same
 * branch always gets the same one, and two branches get two: whatever was lost or cut is made good by a hash of the whole
 * name, and a branch that looks like a name with such a hash gets one too.
 *
 * @param value from {@value #SHORTEST} characters on, as long as there is room
 */
public record BranchSlug(String value) {
    /** The room that is needed at least. */
    public static final int SHORTEST = 8;

    private static final int HASH_DIGITS = 8;
    private static final Pattern RULE = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LOST = Pattern.compile("[^a-z0-9]+");
    private static final Pattern HASHED = Pattern.compile("(.*-)?[0-9a-f]{" + HASH_DIGITS + "}");

    public BranchSlug {
        Check.matches("branch", value, RULE, "lower-case letters, digits and dashes");
    }

    /**
     * The branch's own.
     *
     * @param most how many characters it may have
     * @throws IllegalArgumentException when that is too few to tell branches apart
     */
    public static BranchSlug of(String branch, int most) {
        if (most < SHORTEST) {
            throw new IllegalArgumentException("there is room for " + Math.max(0, most)
                    + " characters of a branch's name, and " + SHORTEST + " are needed to tell branches apart");
        }
        String readable = trimmed(LOST.matcher(branch.toLowerCase(Locale.ROOT)).replaceAll("-"));
        boolean whole = readable.equals(branch)
                && readable.length() <= most
                && !HASHED.matcher(readable).matches();
        return new BranchSlug(whole ? readable : hashed(branch, readable, most));
    }

    private static String hashed(String branch, String readable, int most) {
        String hash = Digest.of(branch).hex().substring(0, HASH_DIGITS);
        String start = trimmed(readable.substring(0, Math.min(readable.length(), Math.max(0, most - HASH_DIGITS - 1))));
        return start.isEmpty() ? hash : start + "-" + hash;
    }

    private static String trimmed(String text) {
        return text.replaceAll("^-+|-+$", "");
    }

    @Override
    public String toString() {
        return value;
    }
}
