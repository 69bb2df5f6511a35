package io.kuberelease.plan;

import io.kuberelease.plan.EnvironmentDraft.Ordered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the environments in order: each after those that it names, or, where it names none, after the one written
 * before it. Nobody's production may be reached beside staging because a line was forgotten; {@code after: []} asks
 * for that.
 */
final class EnvironmentOrder {
    private EnvironmentOrder() {}

    /** The environments, each after those it waits for; wrong names and circles become problems, and are left out. */
    static List<Ordered> of(List<EnvironmentDraft> drafts) {
        List<Ordered> waiting = new ArrayList<>();
        List<String> names = drafts.stream().map(EnvironmentDraft::name).toList();
        for (int i = 0; i < drafts.size(); i++) {
            Optional<String> before = i == 0 ? Optional.empty() : Optional.of(names.get(i - 1));
            Ordered ordered = new Ordered(drafts.get(i), after(drafts.get(i), before, names));
            refuseSoakInNothing(ordered);
            waiting.add(ordered);
        }
        return sorted(waiting);
    }

    private static List<String> after(EnvironmentDraft draft, Optional<String> before, List<String> names) {
        if (!draft.after().isGiven()) {
            return before.stream().toList();
        }
        Set<String> after = new LinkedHashSet<>();
        for (Field item : draft.after().items()) {
            item.text().ifPresent(name -> {
                if (names.contains(name)) {
                    after.add(name);
                } else {
                    item.refuse("is not an environment of this file", suggestion(name, names));
                }
            });
        }
        return List.copyOf(after);
    }

    private static void refuseSoakInNothing(Ordered ordered) {
        Field soak = ordered.draft().soak();
        if (soak.isGiven() && ordered.after().isEmpty()) {
            soak.refuse(
                    "asks for time in an environment before, but " + ordered.name() + " comes after none",
                    "name one with after, or remove soak");
        }
    }

    private static List<Ordered> sorted(List<Ordered> unsorted) {
        List<Ordered> waiting = new ArrayList<>(unsorted);
        List<Ordered> done = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (!waiting.isEmpty()) {
            Optional<Ordered> next = waiting.stream()
                    .filter(environment -> names.containsAll(environment.after()))
                    .findFirst();
            if (next.isEmpty()) {
                refuseCycle(waiting);
                return done;
            }
            next.ifPresent(waiting::remove);
            next.ifPresent(done::add);
            next.map(Ordered::name).ifPresent(names::add);
        }
        return done;
    }

    private static void refuseCycle(List<Ordered> waiting) {
        Map<String, Ordered> byName = new HashMap<>();
        waiting.forEach(environment -> byName.put(environment.name(), environment));
        List<Ordered> cycle = new ArrayList<>();
        Ordered current = waiting.get(0);
        while (!cycle.contains(current)) {
            cycle.add(current);
            current = current.after().stream()
                    .filter(byName::containsKey)
                    .findFirst()
                    .map(byName::get)
                    .orElse(current);
        }
        List<Ordered> circle = cycle.subList(cycle.indexOf(current), cycle.size());
        String path = String.join(" → ", circle.stream().map(Ordered::name).toList()) + " → " + current.name();
        String fix = circle.size() == 1
                ? "name another environment, or write after: [] when it waits for none"
                : "one without after waits for the one written before it: write after: [] for the first";
        circle.stream()
                .map(environment -> environment.draft().after())
                .filter(Field::isGiven)
                .findFirst()
                .ifPresent(after -> after.refuse("makes environments wait for each other: " + path, fix));
    }

    /** The names that were meant, as a fix. */
    static String suggestion(String name, List<String> names) {
        return Nearest.to(name, names)
                .map(near -> "did you mean " + near + "?")
                .orElse(names.isEmpty() ? "the file has none" : "use one of " + String.join(", ", names));
    }
}
