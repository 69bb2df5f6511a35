package io.kuberelease.adapters.bundle;

/** A values file that can't be read as values at all. */
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
