package io.kuberelease.adapters.git;

import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Derives versions that sort as Semantic Versioning 2.0.0 wants: what comes after 1.4.0 and before 1.4.1 is called
 * 1.4.1-main.7.g3f2c1ab.
 */
public final class VersionFinder {
    private static final Pattern RELEASED = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");
    private static final int LONGEST_BRANCH = 20;

    private VersionFinder() {}

    /**
     * The version of a revision.
     *
     * @param lastTag the last version tag among the commit's ancestors
     * @param commits how many commits came after it, or there are at all
     * @param modification identifies what was changed and not committed; empty when nothing was
     */
    public static Version version(SourceRevision source, Optional<String> lastTag, int commits, String modification) {
        Optional<Version> tagged = source.tag().flatMap(VersionFinder::parse);
        if (tagged.isPresent() && modification.isEmpty()) {
            return tagged.get();
        }
        String base =
                lastTag.flatMap(VersionFinder::parse).map(VersionFinder::next).orElse("0.0.0");
        String changed = modification.isEmpty() ? "" : ".modified.x" + modification;
        return new Version(
                base + "-" + identifier(source.branch()) + "." + commits + ".g" + source.shortCommit() + changed);
    }

    /** The version that a tag names, with or without a leading v, if it names one. */
    public static Optional<Version> parse(String tag) {
        try {
            return Optional.of(new Version(tag.replaceFirst("^v(?=\\d)", "")));
        } catch (IllegalArgumentException notAVersion) {
            return Optional.empty();
        }
    }

    private static String next(Version last) {
        Matcher parts = RELEASED.matcher(last.value());
        if (!parts.lookingAt() || last.value().contains("-")) {
            return last.value().replaceFirst("[-+].*", "");
        }
        return parts.group(1) + "." + parts.group(2) + "." + (Integer.parseInt(parts.group(3)) + 1);
    }

    /** A branch may be called anything: only what a version allows is left, and never a bare number. */
    private static String identifier(String branch) {
        String safe = branch.replaceAll("[^0-9A-Za-z]+", "-").replaceAll("^-+|-+$", "");
        String cut = safe.length() > LONGEST_BRANCH ? safe.substring(0, LONGEST_BRANCH) : safe;
        return cut.matches("\\d*") ? "b" + cut : cut;
    }
}
