package io.kuberelease.app.compose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what a chart does not have of a compose file, with the lines where it stands. */
final class Leftovers {
    private final ComposeLines lines;
    private final List<Leftover> all = new ArrayList<>();

    Leftovers(ComposeLines lines) {
        this.lines = lines;
    }

    /** The path of a service's key. */
    static String[] path(String service, String... key) {
        List<String> path = new ArrayList<>(List.of("services", service));
        path.addAll(List.of(key));
        return path.toArray(String[]::new);
    }

    void add(String why, String... path) {
        Leftover told = lines.told(String.join(".", path), why, path);
        if (!all.contains(told)) {
            all.add(told);
        }
    }

    /** All, in the order in which they stand in the files. */
    List<Leftover> all() {
        return all.stream()
                .sorted(Comparator.comparing(Leftover::file).thenComparingInt(Leftover::line))
                .toList();
    }
}
