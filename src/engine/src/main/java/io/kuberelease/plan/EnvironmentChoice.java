package io.kuberelease.plan;

import io.kuberelease.plan.EnvironmentDraft.Ordered;
import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses the environments that a release goes to: those asked for and those they come after. */
final class EnvironmentChoice {
    private static final Place COMMAND_LINE = new Place("command line", 0, 0);

    private final List<String> names;
    private final Problems problems;

    EnvironmentChoice(List<String> names, Problems problems) {
        this.names = List.copyOf(names);
        this.problems = problems;
    }

    /** The chosen environments in their order; all when none is asked for. */
    List<Ordered> of(List<Ordered> ordered, List<String> to) {
        if (to.isEmpty()) {
            return ordered;
        }
        to.stream().filter(name -> !names.contains(name)).forEach(this::refuse);
        Set<String> chosen = new HashSet<>(to);
        List<Ordered> result = new ArrayList<>();
        for (int i = ordered.size() - 1; i >= 0; i--) {
            Ordered environment = ordered.get(i);
            if (chosen.contains(environment.name())) {
                chosen.addAll(environment.after());
                result.add(0, environment);
            }
        }
        return result;
    }

    private void refuse(String name) {
        problems.add(
                COMMAND_LINE,
                "to",
                Optional.of(name),
                "is not an environment of the release file",
                EnvironmentOrder.suggestion(name, names));
    }
}
