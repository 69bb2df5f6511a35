package io.kuberelease.cli;

import java.util.Optional;

/** Starts the terminal program {@code kube-release}. */
public final class Main {
    private Main() {}

    /** Prints the version of the program. */
    public static void main(String[] arguments) {
        System.out.println("kube-release " + version());
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
