package io.kuberelease.cli.checkup;

import java.util.Optional;

/** Checks that the release file can be carried out. */
public final class ReleaseFileCheck implements Check {
    private final String file;
    private final Optional<String> problem;

    /**
     * @param problem what is wrong with the file; absent when nothing is
     */
    public ReleaseFileCheck(String file, Optional<String> problem) {
        this.file = file;
        this.problem = problem;
    }

    @Override
    public String name() {
        return "release file";
    }

    @Override
    public Finding look() {
        return problem.map(words ->
                        Finding.lacking(words, "look at kube-release plan, or write one with kube-release init"))
                .orElseGet(() -> Finding.good(file + " can be carried out"));
    }
}
