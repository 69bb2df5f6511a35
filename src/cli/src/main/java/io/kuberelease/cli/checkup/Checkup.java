package io.kuberelease.cli.checkup;

import io.kuberelease.model.ReleaseException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs all checks at once and prints them in their order, each as soon as it and those before it are done. */
public final class Checkup {
    private final List<Check> checks;
    private final Executor workers;

    /**
     * @param workers runs the checks, which block
     */
    public Checkup(List<Check> checks, Executor workers) {
        this.checks = List.copyOf(checks);
        this.workers = workers;
    }

    /** Prints a line for each check; returns whether all are good. */
    public boolean report(PrintStream out) {
        List<CompletableFuture<Finding>> findings = checks.stream()
                .map(check -> CompletableFuture.supplyAsync(() -> looked(check), workers))
                .toList();
        int width =
                checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        boolean good = true;
        Map<Finding, String> told = new HashMap<>();
        for (int i = 0; i < checks.size(); i++) {
            Finding finding = findings.get(i).join();
            String name = checks.get(i).name();
            // A missing cluster fails several checks in the same way: its advice is printed once.
            Optional<String> before =
                    finding.good() ? Optional.empty() : Optional.ofNullable(told.putIfAbsent(finding, name));
            out.println((finding.good() ? "✔ " : "✖ ")
                    + name
                    + " ".repeat(width - name.length() + 2)
                    + before.map(above -> "can't be looked at: see " + above).orElse(finding.words()));
            if (before.isEmpty()) {
                finding.advice()
                        .ifPresent(advice -> out.println(" ".repeat(width + 4) + "perhaps you should " + advice));
            }
            good &= finding.good();
        }
        return good;
    }

    private static Finding looked(Check check) {
        try {
            return check.look();
        } catch (ReleaseException problem) {
            return Finding.of(problem);
        }
    }
}
