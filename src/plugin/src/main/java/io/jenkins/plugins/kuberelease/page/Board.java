package io.jenkins.plugins.kuberelease.page;

import hudson.model.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Apps by environments.
 *
 * @param form the version of this form
 * @param environments the columns
 * @param apps the rows, by name
 */
public record Board(int form, List<String> environments, List<Row> apps) {
    private static final int FORM = 1;

    public Board {
        environments = List.copyOf(environments);
        apps = List.copyOf(apps);
    }

    /**
     * One app. The jobs of one folder may all release it, for example the branches of a multibranch project; an app of
     * the same name in another folder is another team's.
     *
     * @param folder as people read it; empty at the top
     */
    public record Row(String app, String folder, List<Standing> environments) {
        public Row {
            environments = List.copyOf(environments);
        }

        /** For pages: how the app stands there, or nothing where it never went. */
        public @Nullable Standing standing(String environment) {
            return environments.stream()
                    .filter(standing -> standing.environment().equals(environment))
                    .findFirst()
                    .orElse(null);
        }
    }

    static Board ofVisible() {
        Map<Name, Map<String, Standing>> apps = new TreeMap<>();
        Set<String> environments = new LinkedHashSet<>();
        for (Job<?, ?> job : ReleaseIndex.get().visible()) {
            for (Standing standing : JobHistory.of(job).environments()) {
                environments.add(standing.environment());
                Name name = new Name(standing.app(), job.getParent().getFullDisplayName());
                apps.computeIfAbsent(name, unused -> new LinkedHashMap<>())
                        .merge(standing.environment(), standing, Standing::together);
            }
        }
        List<Row> rows = new ArrayList<>();
        apps.forEach(
                (name, standings) -> rows.add(new Row(name.app(), name.folder(), List.copyOf(standings.values()))));
        return new Board(FORM, List.copyOf(environments), rows);
    }

    private record Name(String app, String folder) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return Comparator.comparing(Name::app).thenComparing(Name::folder).compare(this, other);
        }
    }
}
