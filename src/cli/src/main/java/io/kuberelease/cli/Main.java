package io.kuberelease.cli;

import io.kuberelease.cli.command.Commands;
import io.kuberelease.cli.wiring.Program;
import io.kuberelease.cli.wiring.Surroundings;

/** Starts the terminal program {@code kube-release}. */
public final class Main {
    private Main() {}

    /** Does what the arguments ask for, and exits with one of {@link ExitCode}. */
    public static void main(String[] arguments) {
        if (SharedClasses.areWanted()) {
            SharedClasses.load();
        }
        int exit;
        try (Program program = new Program(Surroundings.ofProcess())) {
            exit = Commands.of(program).execute(arguments);
        }
        HttpThreads.end(Thread.currentThread().getThreadGroup());
        System.exit(exit);
    }
}
