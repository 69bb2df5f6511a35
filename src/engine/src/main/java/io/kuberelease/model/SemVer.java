package io.kuberelease.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version taken apart as Semantic Versioning 2.0.0 has it; compared, it is ordered by precedence (§11), for which build
 * metadata does not count.
 *
 * @param core major, minor and patch
 * @param preRelease the identifiers after the dash; empty for a release
 */
public record SemVer(List<BigInteger> core, List<String> preRelease) implements Comparable<SemVer> {
    /** The rule in words, for the refusal of a version. */
    public static final String RULE = "Semantic Versioning, for example 1.4.0 or 1.4.0-rc.1: numbers without leading"
            + " zeros, each up to 18446744073709551615, as Helm reads them, and at most 128 characters, as an image's tag has";

    private static final Pattern FORM =
            Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
                    + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
    private static final int LONGEST = 128;
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final Comparator<SemVer> PRECEDENCE = Comparator.<SemVer, BigInteger>comparing(
                    version -> version.core.get(0))
            .thenComparing(version -> version.core.get(1))
            .thenComparing(version -> version.core.get(2))
            .thenComparing(SemVer::comparePreReleases);

    public SemVer {
        core = List.copyOf(core);
        preRelease = List.copyOf(preRelease);
    }

    /** The version that a text is; empty when it is none that Helm and registries take too. */
    public static Optional<SemVer> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            return Optional.empty();
        }
        List<String> numbers = List.of(parts.group(1), parts.group(2), parts.group(3));
        List<String> preRelease = Optional.ofNullable(parts.group(4)).stream()
                .flatMap(all -> Arrays.stream(all.split("\\.", -1)))
                .toList();
        boolean accepted = numbers.stream().allMatch(SemVer::isNumber)
                && preRelease.stream().noneMatch(part -> isNumeric(part) && hasLeadingZero(part));
        return accepted
                ? Optional.of(new SemVer(numbers.stream().map(BigInteger::new).toList(), preRelease))
                : Optional.empty();
    }

    /** Whether it is one that comes before a release. */
    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    @Override
    public int compareTo(SemVer other) {
        return PRECEDENCE.compare(this, other);
    }

    /** As it is written, without build metadata. */
    @Override
    public String toString() {
        String numbers = core.get(0) + "." + core.get(1) + "." + core.get(2);
        return preRelease.isEmpty() ? numbers : numbers + "-" + String.join(".", preRelease);
    }

    private static int comparePreReleases(SemVer one, SemVer other) {
        if (one.preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(one.preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        int shared = Math.min(one.preRelease.size(), other.preRelease.size());
        for (int i = 0; i < shared; i++) {
            int order = compareIdentifiers(one.preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String one, String other) {
        if (isNumeric(one) && isNumeric(other)) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        return isNumeric(one) || isNumeric(other)
                ? Boolean.compare(isNumeric(other), isNumeric(one))
                : one.compareTo(other);
    }

    private static boolean isNumber(String digits) {
        return !hasLeadingZero(digits) && new BigInteger(digits).compareTo(LARGEST) <= 0;
    }

    private static boolean hasLeadingZero(String digits) {
        return digits.length() > 1 && digits.startsWith("0");
    }

    private static boolean isNumeric(String part) {
        return part.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
