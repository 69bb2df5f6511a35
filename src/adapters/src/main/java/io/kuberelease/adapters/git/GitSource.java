package io.kuberelease.adapters.git;

import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the revision and the version of the source in a directory, with git or, where there is none, by content. */
public final class GitSource {
    /** What stands for the branch of a source whose revision is its content, since git knows nothing of it. */
    public static final String NO_BRANCH = "none";

    /** What Jenkins and other builders, which check out a commit without a branch, call the branch. */
    private static final List<String> BRANCH_VARIABLES = List.of("BRANCH_NAME", "GIT_BRANCH", "CI_COMMIT_BRANCH");

    private static final int HASH_LENGTH = 40;

    private final Map<String, String> environment;

    /**
     * @param environment asked for the branch's name when the checkout has none
     */
    public GitSource(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The revision of the directory's content. */
    public SourceRevision revision(Path directory) {
        Git git = new Git(directory);
        return Checkout.of(git)
                .map(found -> new SourceRevision(
                        found.commit(), found.branch().orElseGet(this::toldBranch), versionTag(git), found.modified()))
                .orElseGet(() -> new SourceRevision(
                        TreeHash.of(directory).substring(0, HASH_LENGTH), NO_BRANCH, Optional.empty(), false));
    }

    /**
     * The version: a SemVer tag on the very commit, else one that is derived from the last such tag.
     *
     * @param revision of the directory's content
     */
    public Version version(Path directory, SourceRevision revision) {
        Git git = new Git(directory);
        Optional<String> lastTag = git.line("describe", "--tags", "--abbrev=0", "--match", "[v0-9]*.*.*");
        int commits = git.line(
                        "rev-list",
                        "--count",
                        lastTag.map(tag -> tag + "..HEAD").orElse("HEAD"))
                .map(Integer::parseInt)
                .orElse(0);
        String modification = revision.modified() ? TreeHash.of(directory).substring(0, 8) : "";
        return VersionFinder.version(revision, lastTag, commits, modification);
    }

    private String toldBranch() {
        return BRANCH_VARIABLES.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(name -> !name.isBlank())
                .map(name -> name.replaceFirst("^origin/", ""))
                .findFirst()
                .orElse("detached");
    }

    private static Optional<String> versionTag(Git git) {
        return git.lines("tag", "--points-at", "HEAD", "--sort=-version:refname").stream()
                .filter(tag -> VersionFinder.parse(tag).isPresent())
                .findFirst();
    }
}
