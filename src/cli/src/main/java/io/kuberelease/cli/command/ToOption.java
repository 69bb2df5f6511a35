package io.kuberelease.cli.command;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that says how far a release goes. */
final class ToOption {
    @Option(
            names = "--to",
            paramLabel = "ENVIRONMENT",
            split = ",",
            description = "Go no further than these environments and those before them. Default: all.")
    private List<String> to = List.of();

    List<String> names() {
        return to;
    }
}
