package io.kuberelease.adapters.bundle;

/** Thrown for a values file that can't be read as text. */
final class RefusedValues extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Finding finding;

    RefusedValues(Finding finding) {
        super(finding.line());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
