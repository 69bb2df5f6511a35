package io.kuberelease.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The branches that get previews: those that a pattern matches and none with {@code !} before it does; without any
 * pattern all but the default branch.
 *
 * @param patterns in which {@code *} stands for any text
 */
public record BranchRule(List<String> patterns) {
    /** What a default branch is usually called. */
    private static final List<String> USUAL_DEFAULTS = List.of("main", "master", "trunk", "develop");

    private static final String UNKNOWN =
            "this checkout does not say which one that is (git remote set-head origin --auto lets it)";

    public BranchRule {
        patterns = List.copyOf(patterns);
    }

    /**
     * Why the branch gets no preview; empty when it does.
     *
     * @param defaultBranch the repository's, as far as it is known
     */
    public Optional<String> against(String branch, Optional<String> defaultBranch) {
        if (patterns.isEmpty()) {
            return defaultBranch.isEmpty() && USUAL_DEFAULTS.contains(branch)
                    ? Optional.of("may be the default branch, which has environments of its own: " + UNKNOWN)
                    : defaultBranch
                            .filter(branch::equals)
                            .map(itself -> "is the default branch, which has environments of its own");
        }
        List<String> wanted =
                patterns.stream().filter(pattern -> !pattern.startsWith("!")).toList();
        boolean in = wanted.isEmpty() || wanted.stream().anyMatch(pattern -> matches(pattern, branch));
        Optional<String> out = patterns.stream()
                .filter(pattern -> pattern.startsWith("!"))
                .filter(pattern -> matches(pattern.substring(1), branch))
                .findFirst();
        return in
                ? out.map(pattern -> "is left out by " + pattern + " of preview.branches")
                : Optional.of("is none of preview.branches, which are " + String.join(", ", patterns));
    }

    /** A remark where it is not certain that the branch gets one; empty when it is. */
    Optional<String> doubt(String branch, Optional<String> defaultBranch) {
        return patterns.isEmpty()
                        && defaultBranch.isEmpty()
                        && against(branch, defaultBranch).isEmpty()
                ? Optional.of(branch + " is taken for another branch than the default one: " + UNKNOWN)
                : Optional.empty();
    }

    private static boolean matches(String pattern, String branch) {
        StringBuilder rule = new StringBuilder();
        for (String part : pattern.split("(?<=\\*)|(?=\\*)", -1)) {
            rule.append(part.equals("*") ? ".*" : Pattern.quote(part));
        }
        return Pattern.compile(rule.toString(), Pattern.DOTALL).matcher(branch).matches();
    }
}
