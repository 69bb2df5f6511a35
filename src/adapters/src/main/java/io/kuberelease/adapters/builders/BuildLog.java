package io.kuberelease.adapters.builders;

import io.kuberelease.model.MaskedLines;
import io.kuberelease.model.Secret;
import io.kuberelease.model.SecretMask;
import io.kuberelease.port.Progress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Masks a build's output, passes it on, and keeps the current step's last lines as evidence. Thread-safe. */
final class BuildLog {
    private static final int KEPT = 30;
    private static final String SOURCE = "build";

    private final Progress progress;
    private SecretMask mask;
    private final MaskedLines lines;
    private final Deque<String> last = new ArrayDeque<>();
    private int steps;
    private int cached;
    private Optional<String> current = Optional.empty();

    BuildLog(Progress progress, SecretMask mask) {
        this.progress = progress;
        this.mask = mask;
        this.lines = new MaskedLines(() -> this.mask);
    }

    /** Hides these too in all that is logged from now on. */
    synchronized void hide(Collection<Secret> secrets) {
        mask = mask.with(secrets);
    }

    synchronized void line(String text) {
        tell(lines.next(text));
    }

    private void tell(List<String> masked) {
        for (String shown : masked) {
            progress.log(SOURCE, shown);
            last.addLast(shown);
            if (last.size() > KEPT) {
                last.removeFirst();
            }
        }
    }

    /** Logs the lines that were held back for masking, after the last one. */
    synchronized void end() {
        tell(lines.end());
    }

    /** Begins a step, cached or not; the last lines of the one before are dropped. */
    synchronized void step(String name) {
        tell(lines.end());
        current = Optional.of(mask.mask(name));
        progress.note(current.get());
        last.clear();
        line(name);
    }

    /** Shows what the build is doing, without a line in the log. */
    synchronized void note(String text) {
        progress.note(mask.mask(text));
    }

    synchronized void counted(int allSteps, int fromCache) {
        steps = allSteps;
        cached = fromCache;
    }

    synchronized String masked(String text) {
        return mask.mask(text);
    }

    synchronized List<String> masked(List<String> text) {
        return mask.mask(text);
    }

    synchronized List<String> lastLines() {
        tell(lines.end());
        return List.copyOf(last);
    }

    synchronized Optional<String> currentStep() {
        return current;
    }

    synchronized int steps() {
        return steps;
    }

    synchronized int cached() {
        return cached;
    }
}
