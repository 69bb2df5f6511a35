package io.kuberelease.app;

import java.util.ArrayList;
import java.util.List;

/** Closes several things independently: one that can't be closed does not keep the others open. */
public final class Closings {
    private Closings() {}

    /**
     * Closes them in their order.
     *
     * @throws RuntimeException the first problem when there was any, with the others suppressed in it
     */
    public static void all(List<Runnable> closings) {
        List<RuntimeException> problems = new ArrayList<>();
        for (Runnable closing : closings) {
            try {
                closing.run();
            } catch (RuntimeException e) {
                problems.add(e);
            }
        }
        if (!problems.isEmpty()) {
            RuntimeException first = problems.remove(0);
            problems.forEach(first::addSuppressed);
            throw first;
        }
    }
}
