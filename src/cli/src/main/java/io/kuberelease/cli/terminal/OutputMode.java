package io.kuberelease.cli.terminal;

/** In which form a release is shown. */
public enum OutputMode {
    /** Redrawn in place on a real terminal, plain lines elsewhere. */
    AUTO,
    /** One line for each thing that happens, without colours. */
    PLAIN,
    /** One JSON document a line, for programs. */
    JSON
}
