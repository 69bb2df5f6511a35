package io.kuberelease.adapters.helm;

import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the API server has said to renderings ahead of their turn. It counts once, for that very rendering on that very
 * history, and not for long: what admission and quotas say may change without a trace. Thread-safe.
 */
final class TriedAhead {
    private static final Duration HOLDS = Duration.ofSeconds(60);

    private final Map<DeployRequest, Trial> trials = new ConcurrentHashMap<>();

    /**
     * A trial that found nothing wrong.
     *
     * @param at when it began
     * @param told what it said, to be told when it counts
     */
    record Trial(Instant at, HelmRecords.History history, Rendering rendering, Told told) {}

    void add(DeployRequest request, Trial trial) {
        trials.put(request, trial);
    }

    /** The trial of this rendering, if it holds; gone after the call. */
    Optional<Trial> take(DeployRequest request, HelmRecords.History history, Rendering rendering, Instant now) {
        return Optional.ofNullable(trials.remove(request))
                .filter(trial -> trial.at().plus(HOLDS).isAfter(now))
                .filter(trial -> trial.history().equals(history))
                .filter(trial -> trial.rendering().made().equals(rendering.made()));
    }

    /** Keeps what was said, until it is known where to tell it. */
    static final class Told implements Progress {
        private final List<Line> lines = new CopyOnWriteArrayList<>();

        private record Line(String source, String text) {}

        void to(Progress progress) {
            lines.forEach(line -> progress.log(line.source(), line.text()));
        }

        @Override
        public void log(String source, String line) {
            lines.add(new Line(source, line));
        }

        @Override
        public void resource(ResourceStatus status) {}

        @Override
        public void note(String text) {}

        /** What is hidden is said by the comparison itself, before these lines are told. */
        @Override
        public void hide(FoundSecrets secrets) {}
    }
}
