package io.kuberelease.app.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The board: a table of apps by environments.
 *
 * @param form the version of this form
 * @param environments the columns
 * @param apps the rows, by name
 * @param previews those of each app that has any
 */
public record BoardPage(int form, List<String> environments, List<Row> apps, List<PreviewsSummary> previews) {
    private static final int FORM = 1;

    public BoardPage {
        environments = List.copyOf(environments);
        apps = List.copyOf(apps);
        previews = List.copyOf(previews);
    }

    /**
     * One app. Several jobs of one folder may release it, for example the branches of a multibranch project; an app of
     * the same name in another folder belongs to another team.
     *
     * @param folder its display name; empty for the top level
     */
    public record Row(String app, String folder, List<EnvironmentEntry> environments) {
        public Row {
            environments = List.copyOf(environments);
        }
    }

    /** The page of a job, with the display name of its folder. */
    public record Job(String folder, JobPage page) {}

    /** Makes the board of these jobs and previews. */
    public static BoardPage of(List<Job> jobs, List<PreviewsSummary> previews) {
        Map<Name, Map<String, EnvironmentEntry>> apps = new TreeMap<>();
        Set<String> environments = new LinkedHashSet<>();
        for (Job job : jobs) {
            for (EnvironmentEntry entry : job.page().environments()) {
                environments.add(entry.environment());
                apps.computeIfAbsent(new Name(entry.app(), job.folder()), unused -> new LinkedHashMap<>())
                        .merge(entry.environment(), entry, EnvironmentEntry::together);
            }
        }
        List<Row> rows = new ArrayList<>();
        apps.forEach((name, entries) -> rows.add(new Row(name.app(), name.folder(), List.copyOf(entries.values()))));
        return new BoardPage(FORM, List.copyOf(environments), rows, previews);
    }

    private record Name(String app, String folder) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return Comparator.comparing(Name::app).thenComparing(Name::folder).compare(this, other);
        }
    }
}
