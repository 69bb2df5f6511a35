package io.kuberelease.app.preview;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds branches as somebody types: the best matches first, and never more than can be looked through. Pure. */
public final class BranchSearch {
    /** How many are shown at most. */
    public static final int MOST = 20;

    private static final int LONGEST = 300;
    private static final int EXACT = 0;
    private static final int BEGINS = 1;
    private static final int WORD = 2;
    private static final int WITHIN = 3;
    private static final int SCATTERED = 4;
    private static final int NONE = 5;

    private BranchSearch() {}

    /**
     * The matches.
     *
     * @param found the first of them
     * @param all how many there are
     */
    public record Matches(List<RepositoryBranch> found, int all) {
        public Matches {
            found = List.copyOf(found);
        }
    }

    private record Ranked(RepositoryBranch branch, int rank) {}

    /** Searches; what is empty finds everything. */
    public static Matches of(List<RepositoryBranch> branches, String typed) {
        String wanted = folded(typed.strip());
        String cut = wanted.substring(0, Math.min(LONGEST, wanted.length()));
        List<Ranked> ranked = branches.stream()
                .map(branch -> new Ranked(branch, rank(branch, cut)))
                .filter(each -> each.rank() < NONE)
                .sorted(Comparator.comparingInt(Ranked::rank)
                        .thenComparingInt(each -> each.branch().name().length())
                        .thenComparing(each -> each.branch().name()))
                .toList();
        return new Matches(ranked.stream().limit(MOST).map(Ranked::branch).toList(), ranked.size());
    }

    /** A pull request is also found by the branch that it merges. */
    private static int rank(RepositoryBranch branch, String wanted) {
        return Math.min(rank(folded(branch.name()), wanted), rank(folded(branch.preview()), wanted));
    }

    private static int rank(String folded, String wanted) {
        if (wanted.isEmpty()) {
            return WITHIN;
        }
        int at = folded.indexOf(wanted);
        if (at < 0) {
            return isScattered(folded, wanted) ? SCATTERED : NONE;
        }
        if (folded.length() == wanted.length()) {
            return EXACT;
        }
        if (at == 0) {
            return BEGINS;
        }
        for (int i = at; i >= 0; i = folded.indexOf(wanted, i + 1)) {
            if (!Character.isLetterOrDigit(folded.codePointBefore(i))) {
                return WORD;
            }
        }
        return WITHIN;
    }

    /** Whether the characters are there in their order: "flogin" finds "feature/login". */
    private static boolean isScattered(String name, String wanted) {
        int at = 0;
        for (int i = 0; i < wanted.length(); i++) {
            at = name.indexOf(wanted.charAt(i), at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
