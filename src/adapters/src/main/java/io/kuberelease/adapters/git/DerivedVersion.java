package io.kuberelease.adapters.git;

import io.kuberelease.model.SemVer;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Derives versions that sort as Semantic Versioning 2.0.0 wants. What comes after 1.4.0 and before 1.4.1 is called
 * 1.4.1-main.7.g3f2c1ab; what comes after the candidate 1.5.0-rc.1 and before 1.5.0-rc.2, 1.5.0-rc.1.0.main.7.g3f2c1ab.
 */
final class DerivedVersion {
    private static final int LONGEST_BRANCH = 16;

    private static final int SPARE = 3;

    /** Charts cut the label {@code helm.sh/chart} there. */
    private static final int LONGEST_LABEL = 63;

    private final String base;
    private final SourceRevision source;
    private final String rest;

    /**
     * @param last the last version tag among the commit's ancestors
     * @param commits how many commits came after it, or there are at all
     * @param modification identifies what was changed and not committed; empty when nothing was
     */
    DerivedVersion(Optional<VersionTag> last, SourceRevision source, String commits, String modification) {
        this.base = last.map(DerivedVersion::after).orElse("0.0.0-");
        this.source = source;
        this.rest = "." + commits + ".g" + source.shortCommit()
                + (modification.isEmpty() ? "" : ".modified.x" + modification);
    }

    /**
     * The version. Charts write their name and it into a label of every object and cut that at 63 characters, where it may
     * end in no dot and no dash: the branch is cut so that it does not, or made a little longer where it has nothing to give.
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

    /** What the version begins with: it comes after the tag's, and before whatever is tagged next. */
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

    /** A branch may be called anything: only what a version allows is left, and never a bare number. */
    private static String identifier(String branch, int longest) {
        String safe = branch.replaceAll("[^0-9A-Za-z]+", "-").replaceAll("^-+|-+$", "");
        String cut = safe.substring(0, Math.min(longest, safe.length())).replaceAll("-+$", "");
        return cut.matches("\\d*") ? "b" + cut : cut;
    }
}
