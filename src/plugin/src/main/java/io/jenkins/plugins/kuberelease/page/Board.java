package io.jenkins.plugins.kuberelease.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    /** One app; several jobs may release it, for example the branches of one. */
    public record Row(String app, List<Standing> environments) {
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
        Map<String, Map<String, Standing>> apps = new TreeMap<>();
        Set<String> environments = new LinkedHashSet<>();
        ReleaseIndex.get().visible().stream()
                .flatMap(job -> JobHistory.of(job).environments().stream())
                .forEach(standing -> {
                    environments.add(standing.environment());
                    apps.computeIfAbsent(standing.app(), app -> new LinkedHashMap<>())
                            .merge(standing.environment(), standing, Board::together);
                });
        List<Row> rows = new ArrayList<>();
        apps.forEach((app, standings) -> rows.add(new Row(app, List.copyOf(standings.values()))));
        return new Board(FORM, List.copyOf(environments), rows);
    }

    /** Two jobs bring the same app to the same environment: what came last counts. */
    private static Standing together(Standing one, Standing other) {
        Optional<Passage> present = later(one.present(), other.present());
        Optional<Passage> attempt = later(one.attempt(), other.attempt())
                .filter(tried ->
                        present.filter(there -> there.at().isAfter(tried.at())).isEmpty());
        return new Standing(one.app(), one.environment(), present, attempt);
    }

    private static Optional<Passage> later(Optional<Passage> one, Optional<Passage> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.comparing(Passage::at));
    }
}
