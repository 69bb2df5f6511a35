package io.kuberelease.app.log;

import io.kuberelease.model.ResourceStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes how far the resources of a revision are on their way to ready. */
public final class Resources {
    private Resources() {}

    /** Summarizes them in a few words: the state of the only one, or how many are ready. */
    public static String together(List<ResourceStatus> statuses) {
        if (statuses.size() == 1) {
            return words(statuses.get(0));
        }
        long ready = statuses.stream().filter(ResourceStatus::ready).count();
        return ready + " of " + statuses.size() + " resources ready";
    }

    /** For example {@code deployment/polls 2 of 3 ready}. */
    public static String words(ResourceStatus status) {
        String message = status.message().isBlank() ? "" : ", " + status.message();
        return status.resource().display() + " " + count(status) + message;
    }

    /** Writes one line for each, those that are not ready first; a last line says how many were left out. */
    public static List<Line> lines(List<ResourceStatus> statuses, int most) {
        List<ResourceStatus> sorted = statuses.stream()
                .sorted(Comparator.comparing(ResourceStatus::ready)
                        .thenComparing(status -> status.resource().display()))
                .toList();
        List<Line> lines = new ArrayList<>();
        sorted.stream().limit(most).map(Resources::line).forEach(lines::add);
        if (sorted.size() > most) {
            lines.add(Line.of("… and " + (sorted.size() - most) + " more", Style.DIM));
        }
        return lines;
    }

    private static Line line(ResourceStatus status) {
        String message = status.message().isBlank() ? "" : "  " + status.message();
        return Line.of(status.ready() ? "✔ " : "· ", status.ready() ? Style.GREEN : Style.YELLOW)
                .and(status.resource().display(), status.ready() ? Style.DIM : Style.PLAIN)
                .and(" " + count(status), Style.DIM)
                .and(message, Style.DIM);
    }

    private static String count(ResourceStatus status) {
        if (status.wanted() == 0) {
            return status.ready() ? "ready" : "not ready yet";
        }
        return status.current() + " of " + status.wanted() + " ready";
    }
}
