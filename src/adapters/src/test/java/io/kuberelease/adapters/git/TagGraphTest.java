package io.kuberelease.adapters.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.SemVer;
import io.kuberelease.request.AppNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On random histories with random tags the version is the one that a few lines over sets of commits find. */
class TagGraphTest {
    private static final List<String> NAMES =
            List.of("1.0.0", "1.1.0", "1.10.0", "2.0.0", "2.0.0-rc.1", "2.0.0-rc.2", "0.9.0", "1.1.0-beta", "3.0.0-0");

    @TempDir
    Path directory;

    static List<Integer> seeds() {
        return IntStream.range(0, 40).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theVersionIsTheOracles(int seed) throws Exception {
        Random random = new Random(seed);
        List<Set<Integer>> parents = history(random);
        Map<Integer, Set<String>> tags = tags(random, parents.size());
        Repository app = Repository.in(directory);
        app.git(imported(parents, tags).getBytes(UTF_8), "fast-import", "--quiet");
        app.git("reset", "-q", "--hard", "main");

        assertThat(app.version()).startsWith(expected(parents, tags));
        assertThat(app.state(AppNames.UNKNOWN).problems()).isEmpty();
    }

    private static String expected(List<Set<Integer>> parents, Map<Integer, Set<String>> tags) {
        int head = parents.size() - 1;
        Set<Integer> reached = reached(parents, head);
        Set<Integer> tagged = reached.stream().filter(tags::containsKey).collect(Collectors.toSet());
        Set<Integer> last = tagged.stream()
                .filter(one -> tagged.stream()
                        .noneMatch(other -> other != one.intValue()
                                && reached(parents, other).contains(one)))
                .collect(Collectors.toSet());
        Optional<Integer> nearest = last.stream().max(Comparator.comparing(commit -> highest(tags, commit)));
        if (nearest.isEmpty()) {
            return "0.0.0-main." + reached.size() + ".g";
        }
        SemVer version = highest(tags, nearest.get());
        if (nearest.get() == head) {
            return version.toString();
        }
        Set<Integer> since = new HashSet<>(reached);
        since.removeAll(reached(parents, nearest.get()));
        String base = version.isPreRelease()
                ? version + ".0."
                : version.core().get(0) + "." + version.core().get(1) + "."
                        + (version.core().get(2).intValue() + 1) + "-";
        return base + "main." + since.size() + ".g";
    }

    private static SemVer highest(Map<Integer, Set<String>> tags, int commit) {
        return tags.getOrDefault(commit, Set.of()).stream()
                .map(name -> SemVer.parse(name).orElseThrow())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Set<Integer> reached(List<Set<Integer>> parents, int from) {
        Set<Integer> all = new HashSet<>(Set.of(from));
        parents.get(from).forEach(parent -> all.addAll(reached(parents, parent)));
        return all;
    }

    private static List<Set<Integer>> history(Random random) {
        List<Set<Integer>> parents = new ArrayList<>();
        for (int commit = 0; commit < 4 + random.nextInt(9); commit++) {
            Set<Integer> of = new TreeSet<>();
            for (int i = 0; commit > 0 && i < 1 + random.nextInt(2); i++) {
                of.add(Math.max(0, commit - 1 - random.nextInt(3)));
            }
            parents.add(of);
        }
        return parents;
    }

    private static Map<Integer, Set<String>> tags(Random random, int commits) {
        Map<Integer, Set<String>> tags = new TreeMap<>();
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                tags.computeIfAbsent(random.nextInt(commits), key -> new TreeSet<>())
                        .add(name);
            }
        }
        return tags;
    }

    private static String imported(List<Set<Integer>> parents, Map<Integer, Set<String>> tags) {
        StringBuilder text = new StringBuilder();
        for (int commit = 0; commit < parents.size(); commit++) {
            // Times that stand still, and go backwards: clocks do.
            text.append("commit refs/heads/main\nmark :").append(commit + 1).append('\n');
            text.append("committer t <t@example.com> ")
                    .append(1_700_000_000 - commit % 3)
                    .append(" +0000\n");
            String message = "change " + commit;
            text.append("data ")
                    .append(message.length())
                    .append('\n')
                    .append(message)
                    .append('\n');
            String verb = "from";
            for (int parent : parents.get(commit)) {
                text.append(verb).append(" :").append(parent + 1).append('\n');
                verb = "merge";
            }
            text.append('\n');
            for (String name : tags.getOrDefault(commit, Set.of())) {
                text.append("reset refs/tags/v")
                        .append(name)
                        .append("\nfrom :")
                        .append(commit + 1)
                        .append("\n\n");
            }
        }
        return text.toString();
    }
}
