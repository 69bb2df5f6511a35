package io.kuberelease.adapters.git;

import io.kuberelease.model.SemVer;
import io.kuberelease.model.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag that names a version, or looks like one that does.
 *
 * @param name the tag's whole name
 * @param own whether the app's name stands before the version, as tags have it where several apps share a repository
 * @param text the version as it stands there, without a leading v
 * @param version empty when the text is not a Semantic Version
 */
record VersionTag(String name, boolean own, String text, Optional<SemVer> version) {
    /** By precedence; where that is the same, as with build metadata, by name, so that it is always the same one. */
    static final Comparator<VersionTag> PRECEDENCE = Comparator.<VersionTag, SemVer>comparing(
                    tag -> tag.version().orElseThrow())
            .thenComparing(VersionTag::name);

    private static final Pattern FORM = Pattern.compile("v?(\\d+\\.\\d+\\.\\d+(?:[-+].*)?)");

    private static final List<String> SIGNS = List.of("/", "-", "@");

    /**
     * Tags that people take for versions: with a name before, a V, fewer or more numbers, or letters right behind them.
     */
    private static final Pattern LIKE = Pattern.compile(
            "(?<before>.*[/@_-])??(?:(?<v>[vV])(?<some>\\d+(?:\\.\\d+)*)|(?<more>\\d+(?:\\.\\d+)+))(?:[-+._a-zA-Z].*)?");

    private static final int NUMBERS = 3;

    /** The tag, if it looks like a version of the app or of the whole repository; else empty. */
    static Optional<VersionTag> of(String name, String app) {
        return form(name, "").or(() -> SIGNS.stream()
                .filter(sign -> !app.isEmpty())
                .flatMap(sign -> form(name, app + sign).stream())
                .findFirst());
    }

    private static Optional<VersionTag> form(String name, String before) {
        if (!name.startsWith(before)) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(name.substring(before.length()));
        return form.matches()
                ? Optional.of(new VersionTag(name, !before.isEmpty(), form.group(1), SemVer.parse(form.group(1))))
                : Optional.empty();
    }

    /** Why a tag that people would take for a version is not one of the app's; empty when it does not look like one. */
    static Optional<String> whyNot(String name, String app) {
        Matcher like = LIKE.matcher(name);
        if (!like.matches()) {
            return Optional.empty();
        }
        String before = Optional.ofNullable(like.group("before")).orElse("");
        if (!before.isEmpty() && (app.isEmpty() || SIGNS.stream().noneMatch(sign -> before.equals(app + sign)))) {
            return Optional.of(
                    app.isEmpty()
                            ? "has " + before + " before it"
                            : "has " + before + " before it; the app's are " + app + "/1.4.0, " + app + "-1.4.0 or "
                                    + app + "@1.4.0");
        }
        if ("V".equals(like.group("v"))) {
            return Optional.of("begins with a capital V");
        }
        int numbers = Optional.ofNullable(like.group("some"))
                .orElseGet(() -> like.group("more"))
                .split("\\.", -1)
                .length;
        return Optional.of(numbers == NUMBERS ? "is no Semantic Version" : "has " + numbers + " of three numbers");
    }

    /**
     * Whether a tag's name is short for this version, as {@code v1} is for {@code v1.4.0}; such tags are moved with
     * each release.
     */
    boolean isAbbreviatedBy(String other) {
        String bare = other.replaceFirst("^[vV]", "");
        return text.equals(bare) || text.startsWith(bare + ".");
    }

    Version asVersion() {
        return new Version(text);
    }
}
