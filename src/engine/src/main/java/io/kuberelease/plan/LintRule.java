package io.kuberelease.plan;

/** What becomes of what Helm's lint finds in a chart. */
public enum LintRule {
    /** Errors end the release; warnings are told. */
    REFUSE,
    /** All is told, and nothing ends the release: the chart's author knows. */
    WARN,
    /** Nothing is looked for. */
    OFF
}
