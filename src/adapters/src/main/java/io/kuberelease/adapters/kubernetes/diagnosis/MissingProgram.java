package io.kuberelease.adapters.kubernetes.diagnosis;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in the kubelet's words that the program of a probe is not in the container, or can't be run there. */
final class MissingProgram {
    // What the container runtime says before it has run anything; what a script of the probe says may change.
    private static final Pattern NOT_RUN = Pattern.compile(
            "(?<probe>Startup|Liveness|Readiness) probe (errored|failed).*(exec failed|unable to start container process).*?"
                    + "(?<why>(exec: |stat |fork/exec )\\S+?: (executable file not found in \\$PATH|no such file or directory"
                    + "|permission denied|exec format error|not a directory|is a directory))",
            Pattern.DOTALL);

    private MissingProgram() {}

    /** What is missing, in one line that is the same at each try; absent when it is something else. */
    static Optional<String> in(String message) {
        Matcher found = NOT_RUN.matcher(message);
        return found.find()
                ? Optional.of("the program of its " + found.group("probe").toLowerCase(Locale.ROOT)
                        + " probe can't be run: " + OneLine.of(found.group("why")))
                : Optional.empty();
    }
}
