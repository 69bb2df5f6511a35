package io.kuberelease.app;

/** What was asked for can't be carried out; the message is a whole report. */
public final class BadRequest extends Exception {
    private static final long serialVersionUID = 1;

    BadRequest(String report) {
        super(report);
    }

    /** Everything that is wrong, for people. */
    public String report() {
        return String.valueOf(getMessage());
    }
}
