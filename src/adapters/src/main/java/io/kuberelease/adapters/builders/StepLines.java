package io.kuberelease.adapters.builders;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Follows a build by what buildah prints: {@code STEP 2/5: RUN …}, and which steps came from its cache. */
final class StepLines {
    private static final Pattern STEP = Pattern.compile("(\\[[^\\]]*\\] )?STEP \\d+/\\d+: .*");
    private static final int KEPT = 10;

    private final BuildLog log;
    private final Deque<String> errors = new ArrayDeque<>();
    private int steps;
    private int cached;

    StepLines(BuildLog log) {
        this.log = log;
    }

    synchronized void output(String line) {
        if (STEP.matcher(line).matches()) {
            steps += line.contains(": FROM ") ? 0 : 1;
            log.step(line);
        } else {
            log.line(line);
        }
        if (line.contains("--> Using cache")) {
            cached++;
        }
        log.counted(steps, cached);
    }

    synchronized void errors(String line) {
        output(line);
        errors.addLast(log.masked(line));
        if (errors.size() > KEPT) {
            errors.removeFirst();
        }
    }

    Optional<String> currentStep() {
        return log.currentStep();
    }

    List<String> lastLines() {
        return log.lastLines();
    }

    /** Buildah's own words; the step's are in the last lines. */
    synchronized String message() {
        return errors.stream()
                .filter(line -> line.regionMatches(true, 0, "error", 0, "error".length()))
                .reduce((first, second) -> first)
                .or(() -> Optional.ofNullable(errors.peekLast()))
                .orElse("it gave no reason");
    }
}
