package io.kuberelease.cli.terminal;

/** The output format of a release. */
public enum OutputMode {
    /** Redrawn in place on a real terminal, plain lines elsewhere. */
    AUTO,
    /** One line for each event, without colours. */
    PLAIN,
    /** One JSON document a line, for programs. */
    JSON
}
