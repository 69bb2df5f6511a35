package io.kuberelease.adapters.git;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.SemVer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The exceptions for a source whose revision or version can't be determined, each with what to do. */
final class UntoldSource {
    private static final Pattern EXCEPTION = Pattern.compile("git config --global --add safe\\.directory [^\\r\\n]+");
    private static final int LONGEST_WORDS = 300;

    private UntoldSource() {}

    static ReleaseException.Failed noGit(Path directory) {
        return of(
                directory + " is a git checkout, and there is no git on the PATH to read commit and version from",
                "install git, on Debian: apt-get install git");
    }

    /** Git's own message, except for a checkout of another user, which is common in containers. */
    static ReleaseException.Failed unread(Path directory, String errors) {
        Matcher exception = EXCEPTION.matcher(errors);
        if (exception.find()) {
            return of(
                    "git does not read the checkout in " + directory
                            + ", since it belongs to another user (dubious ownership)",
                    "say that it is trusted, as the user that releases: "
                            + exception.group().strip());
        }
        return of(
                "git does not read the checkout in " + directory + ": " + words(errors),
                "see git -C " + directory + " status; a worktree or a submodule needs the repository that it is of");
    }

    static ReleaseException.Failed elsewhere(Path directory, String gitDir, String errors) {
        return of(
                directory + " is in no repository, and not in the one that the variable GIT_DIR names, " + gitDir + ": "
                        + words(errors),
                "unset GIT_DIR, or set GIT_WORK_TREE too");
    }

    static ReleaseException.Failed shallow(Path directory) {
        return of(
                "the checkout in " + directory
                        + " is a shallow clone, so tags may be missing and commits can't be counted",
                "fetch all of it: git fetch --unshallow --tags (GitHub: fetch-depth: 0; GitLab: GIT_DEPTH: 0;"
                        + " Jenkins: no shallow clone), or say the version: --version");
    }

    static ReleaseException.Failed noVersion(String tag) {
        return of(
                "the tag " + tag + " looks like a version and is none",
                "use " + SemVer.RULE + "; or say the version: --version");
    }

    static ReleaseException.Failed noNext(String tag) {
        return of(
                "no version comes after the tag " + tag + ", whose last number is the largest there is",
                "say the version: --version");
    }

    static ReleaseException.Failed unreadable(Path directory, String why) {
        return of("can't read the source in " + directory + ": " + why, "see that all of its files can be read");
    }

    private static ReleaseException.Failed of(String summary, String fix) {
        return new ReleaseException.Failed(new Cause(CauseKind.BAD_INPUT, summary, List.of(), Optional.of(fix)));
    }

    private static String words(String errors) {
        String line = errors.lines()
                .filter(text -> text.startsWith("fatal:") || text.startsWith("error:"))
                .findFirst()
                .orElseGet(() -> errors.lines().findFirst().orElse("it says nothing"));
        String said = line.replaceFirst("^(fatal|error): ", "");
        return said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) + "…" : said;
    }
}
