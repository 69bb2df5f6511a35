package io.kuberelease.adapters.git;

import io.kuberelease.model.SemVer;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Derives versions that sort by Semantic Versioning 2.0.0. A commit after 1.4.0 and before 1.4.1 gets
 * 1.4.1-main.7.g3f2c1ab; one after the candidate 1.5.0-rc.1 and before 1.5.0-rc.2 gets 1.5.0-rc.1.0.main.7.g3f2c1ab.
 */
final class DerivedVersion {
    private static final int LONGEST_BRANCH = 16;

    private static final int SPARE = 3;

    /** Charts cut the label {@code helm.sh/chart} at this length. */
    private static final int LONGEST_LABEL = 63;

    private final String base;
    private final SourceRevision source;
    private final String rest;

    /**
     * @param last the last version tag among the commit's ancestors
     * @param commits how many commits came after that tag, or there are at all when it is empty
     * @param modification identifies what was changed and not committed; empty when nothing was
     */
    DerivedVersion(Optional<VersionTag> last, SourceRevision source, String commits, String modification) {
        this.base = last.map(DerivedVersion::after).orElse("0.0.0-");
        this.source = source;
        this.rest = "." + commits + ".g" + source.shortCommit()
                + (modification.isEmpty() ? "" : ".modified.x" + modification);
    }

    /**
     * The version. Charts write their name and the version into a label of every object and cut it at 63 characters,
     * where it must not end in a dot or a dash: the branch is shortened until it does not, or lengthened a little where
     * shortening does not help.
     *
     * @param chart the chart's name; empty when it is not known
     */
    Version of(String chart) {
        return new Version(
                texts().filter(text -> endsWell(chart + "-" + text)).findFirst().orElseGet(() -> texts().findFirst()
                        .orElseThrow()));
    }

    private Stream<String> texts() {
        return IntStream.range(0, SPARE).boxed().flatMap(more -> IntStream.range(0, LONGEST_BRANCH)
                .mapToObj(less -> text(LONGEST_BRANCH - less, "x".repeat(more))));
    }

    private String text(int branch, String more) {
        return base + identifier(source.branch(), branch) + more + rest;
    }

    private static boolean endsWell(String label) {
        return label.length() <= LONGEST_LABEL || Character.isLetterOrDigit(label.charAt(LONGEST_LABEL - 1));
    }

    /** The beginning of the version, which sorts after the tag's and before any that is tagged next. */
    private static String after(VersionTag tag) {
        SemVer last = tag.version().orElseThrow();
        if (last.isPreRelease()) {
            // More identifiers come after fewer, and a number before what a next candidate of this one could be called.
            return last + ".0.";
        }
        BigInteger patch = last.core().get(2).add(BigInteger.ONE);
        String next = last.core().get(0) + "." + last.core().get(1) + "." + patch;
        if (SemVer.parse(next).isEmpty()) {
            throw UntoldSource.noNext(tag.name());
        }
        return next + "-";
    }

    /** The branch's name with only what a version allows, cut to the length, and never a bare number. */
    private static String identifier(String branch, int longest) {
        String safe = branch.replaceAll("[^0-9A-Za-z]+", "-").replaceAll("^-+|-+$", "");
        String cut = safe.substring(0, Math.min(longest, safe.length())).replaceAll("-+$", "");
        return cut.matches("\\d*") ? "b" + cut : cut;
    }
}
