package io.kuberelease.plan;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renders the release tags: placeholders filled in, and what comes out fit for a registry. */
final class TagsReader {
    /** Begins every retention tag, so that no release tag may begin with it. */
    private static final String RETENTION = "kr-";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final int LONGEST_BRANCH = 60;

    private final Map<String, String> placeholders;

    TagsReader(Version version, SourceRevision source, ReleaseId release) {
        placeholders = Map.of(
                "version", version.asTag(),
                "branch", tagSafe(source.branch()),
                "commit", source.shortCommit(),
                "release", release.value());
    }

    /** The tag that keeps an image from being cleaned up before its release tags exist. */
    static String retention(ReleaseId release) {
        return RETENTION + release;
    }

    /** The tags, each once; the version when none are given. */
    List<String> read(Field field) {
        if (!field.isGiven()) {
            return List.of(placeholders.getOrDefault("version", ""));
        }
        return field.items().stream()
                .flatMap(item -> item.text().flatMap(text -> tag(item, text)).stream())
                .distinct()
                .toList();
    }

    private Optional<String> tag(Field field, String template) {
        Optional<String> unknown = PLACEHOLDER
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !placeholders.containsKey(name))
                .findFirst();
        if (unknown.isPresent()) {
            field.refuse("has the unknown placeholder {" + unknown.get() + "}", suggestion(unknown.get()));
            return Optional.empty();
        }
        return checked(field, filled(template));
    }

    private String filled(String template) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(placeholders.getOrDefault(found.group(1), "")));
    }

    private static Optional<String> checked(Field field, String tag) {
        if (!TAG.matcher(tag).matches()) {
            field.refuse(
                    "becomes the tag \"" + tag + "\", which no registry accepts",
                    "use at most 128 letters, digits, _, . and -, beginning with a letter, a digit or _");
            return Optional.empty();
        }
        if (tag.startsWith(RETENTION)) {
            field.refuse("begins with " + RETENTION + ", as retention tags do", "choose another beginning");
            return Optional.empty();
        }
        return Optional.of(tag);
    }

    private static String suggestion(String unknown) {
        return Nearest.to(unknown, List.of("version", "branch", "commit", "release"))
                .map(near -> "did you mean {" + near + "}?")
                .orElse("use {version}, {branch}, {commit} or {release}");
    }

    /** The branch as part of a tag; a commit without a branch is on {@code detached}. */
    private static String tagSafe(String branch) {
        String safe = branch.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
        String cut = safe.substring(0, Math.min(safe.length(), LONGEST_BRANCH));
        return cut.isEmpty() ? "detached" : cut;
    }
}
