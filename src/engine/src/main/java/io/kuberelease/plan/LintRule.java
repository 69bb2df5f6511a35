package io.kuberelease.plan;

/** How findings of Helm's lint in a chart are treated. */
public enum LintRule {
    /** Errors end the release; warnings are shown. */
    REFUSE,
    /** Errors and warnings are shown, and neither ends the release: the chart's author knows. */
    WARN,
    /** The chart is not linted. */
    OFF
}
