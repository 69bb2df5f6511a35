package io.kuberelease.adapters.git;

import io.kuberelease.model.SemVer;
import io.kuberelease.model.Version;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tag that names a version, or looks as if it did.
 *
 * @param name the tag's whole name
 * @param own whether the app's name stands before the version, as tags have it where several apps share a repository
 * @param text the version as it stands there, without a leading v
 * @param version empty when it is none
 */
record VersionTag(String name, boolean own, String text, Optional<SemVer> version) {
    /** By precedence; where that is the same, as with build metadata, by name, so that it is always the same one. */
    static final Comparator<VersionTag> PRECEDENCE = Comparator.<VersionTag, SemVer>comparing(
                    tag -> tag.version().orElseThrow())
            .thenComparing(VersionTag::name);

    private static final Pattern FORM = Pattern.compile("v?(\\d+\\.\\d+\\.\\d+(?:[-+].*)?)");

    /** The tag, if it looks like a version of the app, or of all that is in the repository. */
    static Optional<VersionTag> of(String name, String app) {
        return form(name, "").or(() -> Stream.of("/", "-", "@")
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

    Version asVersion() {
        return new Version(text);
    }
}
