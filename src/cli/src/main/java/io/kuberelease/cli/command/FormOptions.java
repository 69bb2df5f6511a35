package io.kuberelease.cli.command;

import picocli.CommandLine.Option;

/** The option for the output format; for commands that only show something. */
final class FormOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            converter = ReleaseOptions.Form.class,
            description = "text, or json: one document for programs. Default: ${DEFAULT-VALUE}.")
    private ReleaseOptions.Form.Choice output = ReleaseOptions.Form.Choice.TEXT;

    boolean json() {
        return output == ReleaseOptions.Form.Choice.JSON;
    }
}
