package io.kuberelease.app;

/** Thrown when a request can't be carried out. The message is the whole report, with every problem. */
public final class BadRequest extends Exception {
    private static final long serialVersionUID = 1;

    public BadRequest(String report) {
        super(report);
    }

    /** Every problem of the request, as text for people; may have several lines. */
    public String report() {
        return String.valueOf(getMessage());
    }
}
