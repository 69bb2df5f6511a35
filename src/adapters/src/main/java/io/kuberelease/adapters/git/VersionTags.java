package io.kuberelease.adapters.git;

import io.kuberelease.model.ReleaseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The version tags of a commit and its ancestors, and the tags that look like versions but don't count for the app. */
final class VersionTags {
    private static final String FORMAT =
            "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)";
    private static final String TAGS = "refs/tags/";

    private final Git git;
    private final String head;
    private final Map<String, List<VersionTag>> tags;
    private final Map<String, List<PassedOver>> others;

    /**
     * @param tags the version tags by commit; no list is empty
     * @param others the tags that look like versions but don't count, by commit
     */
    private VersionTags(
            Git git, String head, Map<String, List<VersionTag>> tags, Map<String, List<PassedOver>> others) {
        this.git = git;
        this.head = head;
        this.tags = tags;
        this.others = others;
    }

    /**
     * Reads the tags of the commit and its ancestors.
     *
     * @param app the app's name; where it has tags of its own, only those count
     */
    static VersionTags of(Git git, String head, String app) {
        Map<String, List<String>> names = read(git, head);
        Map<String, List<VersionTag>> all = new HashMap<>();
        names.forEach((commit, found) -> {
            List<VersionTag> versions = found.stream()
                    .flatMap(name -> VersionTag.of(name, app).stream())
                    .toList();
            if (!versions.isEmpty()) {
                all.put(commit, versions);
            }
        });
        boolean own = all.values().stream().flatMap(Collection::stream).anyMatch(VersionTag::own);
        Map<String, List<PassedOver>> others = new HashMap<>();
        names.forEach((commit, found) -> others.put(
                commit,
                found.stream()
                        .flatMap(name -> passedOver(name, app, own).stream())
                        .toList()));
        return new VersionTags(git, head, counted(all, own), others);
    }

    /**
     * The version tag on the commit itself; of several, as when a candidate becomes the release, the highest.
     *
     * @throws ReleaseException.Failed when there are only tags that look like versions and are none
     */
    Optional<VersionTag> here() {
        List<VersionTag> found = tags.getOrDefault(head, List.of());
        Optional<VersionTag> valid = valid(found);
        if (valid.isEmpty() && !found.isEmpty()) {
            throw UntoldSource.noVersion(found.get(0).name());
        }
        return valid;
    }

    /**
     * The last version tag among the commit and its ancestors: one that no other comes after. Where merged branches
     * have one each, it is the highest, so that a version never goes back.
     *
     * @throws ReleaseException.Failed when the last one looks like a version and is none
     */
    Optional<Last> last() {
        if (tags.isEmpty()) {
            return Optional.empty();
        }
        Optional<Last> highest = highest(tags.keySet());
        List<String> uncovered = uncovered(notReachedFrom(highest), highest);
        Optional<Last> last = highest(uncovered);
        if (last.isEmpty()) {
            throw UntoldSource.noVersion(
                    tags.getOrDefault(uncovered.get(0), List.of()).get(0).name());
        }
        return last;
    }

    /**
     * The tags that look like versions and are no older than the one that was taken, but don't count: a user who set
     * one expects it to.
     *
     * @param since the commits that came after the tag that was taken
     */
    List<PassedOver> passedOver(Collection<String> since, Optional<Last> taken) {
        Stream<PassedOver> beside = taken.stream()
                .flatMap(last -> others.getOrDefault(last.commit(), List.of()).stream()
                        .filter(other -> !last.tag().isAbbreviatedBy(other.name())));
        return Stream.concat(since.stream().flatMap(commit -> others.getOrDefault(commit, List.of()).stream()), beside)
                .toList();
    }

    /** The commits, with their parents, that the tag's commit does not reach: only these can come after it. */
    private List<String> notReachedFrom(Optional<Last> tag) {
        List<String> command = new ArrayList<>(List.of("rev-list", "--topo-order", "--parents", head));
        tag.ifPresent(found -> command.add("^" + found.commit()));
        return git.lines(command.toArray(String[]::new));
    }

    private Optional<Last> highest(Collection<String> commits) {
        return commits.stream()
                .flatMap(commit ->
                        valid(tags.getOrDefault(commit, List.of())).map(tag -> new Last(commit, tag)).stream())
                .max(Comparator.comparing(Last::tag, VersionTag.PRECEDENCE));
    }

    /** The tagged commits that no tagged commit comes after. */
    private List<String> uncovered(List<String> commits, Optional<Last> highest) {
        Set<String> covered = new HashSet<>();
        List<String> uncovered = new ArrayList<>();
        for (String line : commits) {
            String[] withParents = line.split(" ", -1);
            boolean isCovered = covered.remove(withParents[0]);
            boolean isTagged = tags.containsKey(withParents[0]);
            if (isTagged && !isCovered) {
                uncovered.add(withParents[0]);
            }
            if (isTagged || isCovered) {
                covered.addAll(List.of(withParents).subList(1, withParents.length));
            }
        }
        highest.map(Last::commit).filter(commit -> !covered.contains(commit)).ifPresent(uncovered::add);
        return uncovered;
    }

    private static Optional<VersionTag> valid(List<VersionTag> tags) {
        return tags.stream().filter(tag -> tag.version().isPresent()).max(VersionTag.PRECEDENCE);
    }

    /** The app's own tags where it has some, else all that look like versions; by commit. */
    private static Map<String, List<VersionTag>> counted(Map<String, List<VersionTag>> all, boolean own) {
        Map<String, List<VersionTag>> counted = new HashMap<>();
        all.forEach((commit, tags) -> {
            List<VersionTag> kept =
                    tags.stream().filter(tag -> tag.own() == own).toList();
            if (!kept.isEmpty()) {
                counted.put(commit, kept);
            }
        });
        return counted;
    }

    /** Why a tag does not count; empty when it does, or when it is a neighbour's and the app has tags of its own. */
    private static Optional<PassedOver> passedOver(String name, String app, boolean own) {
        Optional<VersionTag> version = VersionTag.of(name, app);
        if (version.isPresent()) {
            return own && !version.get().own()
                    ? Optional.of(new PassedOver(name, "is not the app's, which has tags of its own"))
                    : version.get().version().isPresent()
                            ? Optional.empty()
                            : Optional.of(new PassedOver(name, "is no Semantic Version"));
        }
        return VersionTag.whyNot(name, app)
                .filter(why -> !own || !why.contains(" before it"))
                .map(why -> new PassedOver(name, why));
    }

    /** The names of all tags of the commit and its ancestors, by commit. */
    private static Map<String, List<String>> read(Git git, String head) {
        Map<String, List<String>> found = new HashMap<>();
        for (String line : git.lines("for-each-ref", "--merged=" + head, FORMAT, TAGS)) {
            String[] parts = line.split(" ", 5);
            String name = parts[4].substring(TAGS.length());
            commit(git, parts).ifPresent(commit -> found.computeIfAbsent(commit, key -> new ArrayList<>())
                    .add(name));
        }
        return found;
    }

    /** The commit that a line's tag names, empty for other objects; for a tag of a tag, git has to be asked. */
    private static Optional<String> commit(Git git, String[] parts) {
        if (parts[0].equals("commit")) {
            return Optional.of(parts[1]);
        }
        if (parts[2].equals("commit")) {
            return Optional.of(parts[3]);
        }
        Git.Answer answer = git.answer("rev-parse", "--verify", "--quiet", parts[4] + "^{commit}");
        return answer.succeeded() ? Optional.of(answer.text()) : Optional.empty();
    }

    /** A tag that looks like a version, and why it was not taken for one. */
    record PassedOver(String name, String why) {
        @Override
        public String toString() {
            return name + " (" + why + ")";
        }
    }

    /** A version tag and its commit. */
    record Last(String commit, VersionTag tag) {}
}
