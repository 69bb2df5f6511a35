package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SourceRevision;
import io.kuberelease.model.Version;
import io.kuberelease.plan.Problem;
import io.kuberelease.request.AppNames;
import io.kuberelease.request.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the revision and version of the source in a directory, with git or, where there is no repository, by content.
 */
public final class GitSource {
    private static final int MOST_TAGS = 5;

    /**
     * The variables with the branch's name in Jenkins and other CI servers, which check out a commit without a branch.
     */
    private static final List<String> BRANCH_VARIABLES = List.of("BRANCH_NAME", "GIT_BRANCH", "CI_COMMIT_BRANCH");

    /** What stands for the branch of a commit that is checked out without one. */
    public static final String NO_BRANCH_CHECKED_OUT = "detached";

    private static final int HASH_LENGTH = 40;
    private static final int MODIFICATION_LENGTH = 8;

    private final Map<String, String> environment;
    private final Optional<String> named;

    /**
     * @param environment has the branch's name when the checkout has none, and git's own variables
     */
    public GitSource(Map<String, String> environment) {
        this(environment, Optional.empty());
    }

    private GitSource(Map<String, String> environment, Optional<String> named) {
        this.environment = Map.copyOf(environment);
        this.named = named;
    }

    /** The same for a commit of which somebody has said whose it is; a branch that is checked out says that itself. */
    public GitSource ofBranch(String branch) {
        return new GitSource(environment, Optional.of(branch));
    }

    /**
     * The source's revision and version for a plan. Failures to find them are returned as problems, not thrown.
     *
     * @param wanted the version that was asked for; empty to take git's
     */
    public SourceState state(Path directory, AppNames names, Optional<String> wanted) {
        SourceRevision revision =
                new SourceRevision("0".repeat(HASH_LENGTH), SourceRevision.NO_BRANCH, Optional.empty(), false);
        try {
            revision = revision(directory, names);
            SourceRevision known = revision;
            Found version =
                    wanted.map(said -> new Found(said, List.of())).orElseGet(() -> version(directory, known, names));
            return new SourceState(revision, version.version(), List.of(), version.notes());
        } catch (ReleaseException.Failed untold) {
            Problem problem = new Problem(
                    new Place(directory.toString(), 0, 0),
                    "version",
                    Optional.empty(),
                    "can't be told: " + untold.reason().summary(),
                    untold.reason().suggestion().orElse("say the version: --version"));
            return new SourceState(revision, wanted.orElse("0.0.0"), List.of(problem), List.of());
        }
    }

    /**
     * The revision of the directory's content.
     *
     * @throws ReleaseException.Failed when git does not read the checkout
     */
    public SourceRevision revision(Path directory) {
        return revision(directory, AppNames.UNKNOWN);
    }

    /**
     * The revision of the directory's content, with the tag that is the app's.
     *
     * @throws ReleaseException.Failed when git does not read the checkout
     */
    public SourceRevision revision(Path directory, AppNames names) {
        Optional<Git> found = Git.in(directory, environment);
        Optional<Checkout> checkout = found.flatMap(Checkout::of);
        if (checkout.isEmpty()) {
            String content = TreeHash.of(directory, found).substring(0, HASH_LENGTH);
            return new SourceRevision(content, SourceRevision.NO_BRANCH, Optional.empty(), false);
        }
        Checkout known = checkout.get();
        Optional<VersionTag> tag =
                VersionTags.of(found.get(), known.commit(), names.app()).here();
        return new SourceRevision(
                known.commit(),
                known.branch().or(() -> named).orElseGet(this::toldBranch),
                tag.map(VersionTag::name),
                known.modified());
    }

    /**
     * The repository's default branch: that of its origin, as it was known when it was cloned. Empty when that is not
     * known, as in the checkouts of many CI servers: a guess would be wrong without anybody noticing.
     */
    public Optional<String> defaultBranch(Path directory) {
        Optional<Git> found = Git.in(directory, environment);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Git.Answer head = found.get().answer("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD");
        return head.succeeded() ? Optional.of(head.text().replaceFirst("^refs/remotes/origin/", "")) : Optional.empty();
    }

    /**
     * The version: the highest SemVer tag on the very commit, else one that is derived from the last such tag.
     *
     * @param revision of the directory's content
     * @throws ReleaseException.Failed when it can't be determined
     */
    private Found version(Path directory, SourceRevision revision, AppNames names) {
        Optional<Git> found = Git.in(directory, environment);
        if (found.flatMap(Checkout::of).isEmpty()) {
            return new Found(
                    new DerivedVersion(Optional.empty(), revision, "0", "")
                            .of(names.chart())
                            .value(),
                    List.of());
        }
        Git git = found.get();
        VersionTags tags = VersionTags.of(git, revision.commit(), names.app());
        Optional<VersionTag> here = tags.here();
        if (here.isPresent() && !revision.modified()) {
            Optional<VersionTags.Last> taken = here.map(tag -> new VersionTags.Last(revision.commit(), tag));
            return new Found(here.get().asVersion().value(), notes(tags.passedOver(List.of(), taken)));
        }
        Optional<VersionTags.Last> last = tags.last();
        List<String> since = last.map(tag -> git.lines("rev-list", revision.commit(), "^" + tag.commit()))
                .orElseGet(() -> git.lines("rev-list", revision.commit()));
        requireWhole(directory, git, since);
        String modification =
                revision.modified() ? TreeHash.of(directory, found).substring(0, MODIFICATION_LENGTH) : "";
        Version derived = new DerivedVersion(
                        last.map(VersionTags.Last::tag), revision, String.valueOf(since.size()), modification)
                .of(names.chart());
        return new Found(derived.value(), notes(tags.passedOver(since, last)));
    }

    private static List<String> notes(List<VersionTags.PassedOver> passed) {
        if (passed.isEmpty()) {
            return List.of();
        }
        int more = passed.size() - MOST_TAGS;
        return List.of("not taken for the version, though "
                + (passed.size() == 1 ? "this tag looks like one: " : "these tags look like one: ")
                + passed.stream()
                        .limit(MOST_TAGS)
                        .map(VersionTags.PassedOver::toString)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : ""));
    }

    /** A version, and remarks on how it was found. */
    private record Found(String version, List<String> notes) {}

    /** Refuses a shallow clone that ends among the counted commits: the count is too low, and a tag may be missing. */
    private static void requireWhole(Path directory, Git git, List<String> commits) {
        if (!git.line("rev-parse", "--is-shallow-repository").equals("true")) {
            return;
        }
        try {
            Path list = directory.resolve(git.line("rev-parse", "--git-path", "shallow"));
            Set<String> cutOff = new HashSet<>(Files.readAllLines(list));
            if (commits.stream().anyMatch(cutOff::contains)) {
                throw UntoldSource.shallow(directory);
            }
        } catch (IOException notRead) {
            throw UntoldSource.shallow(directory);
        }
    }

    private String toldBranch() {
        return BRANCH_VARIABLES.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(name -> !name.isBlank())
                .map(name -> name.replaceFirst("^origin/", ""))
                .findFirst()
                .orElse(NO_BRANCH_CHECKED_OUT);
    }

    /**
     * The commit that is checked out in a directory.
     *
     * @param branch empty when it is checked out without one
     * @param modified whether anything below the directory is not as it was committed
     */
    private record Checkout(String commit, Optional<String> branch, boolean modified) {
        private static final String HEADER = "# ";
        private static final String COMMIT = "# branch.oid ";

        /** The checkout of git's directory; empty in a repository before its first commit. */
        static Optional<Checkout> of(Git git) {
            byte[] status = git.bytes(
                    "status",
                    "--porcelain=v2",
                    "--branch",
                    "-z",
                    "--untracked-files=normal",
                    "--ignore-submodules=none",
                    "--",
                    ".");
            List<String> parts = Arrays.asList(new String(status, ISO_8859_1).split("\0", -1));
            boolean modified = parts.stream().anyMatch(part -> !part.isEmpty() && !part.startsWith(HEADER));
            return parts.stream()
                    .filter(part -> part.startsWith(COMMIT))
                    .map(part -> part.substring(COMMIT.length()))
                    .filter(commit -> !commit.startsWith("("))
                    .findFirst()
                    .map(commit -> new Checkout(commit, branch(git), modified));
        }

        /** Asks for the full name: a branch may be called what {@code git status} prints for none. */
        private static Optional<String> branch(Git git) {
            Git.Answer head = git.answer("symbolic-ref", "--quiet", "HEAD");
            return head.succeeded() ? Optional.of(head.text().replaceFirst("^refs/heads/", "")) : Optional.empty();
        }
    }
}
