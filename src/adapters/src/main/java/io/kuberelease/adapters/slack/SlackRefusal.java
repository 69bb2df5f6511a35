package io.kuberelease.adapters.slack;

/** Slack understood what it was asked, and said no: asking again the same way won't help. */
final class SlackRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String error;

    /**
     * @param error Slack's name for it
     */
    SlackRefusal(String error, String what, String advice) {
        super(what + "; perhaps you should " + advice);
        this.error = error;
    }

    /** Whether the message that was to be edited is not there any more. */
    boolean isAboutMissingMessage() {
        return error.equals("message_not_found")
                || error.equals("cant_update_message")
                || error.equals("edit_window_closed")
                || error.equals("thread_not_found");
    }
}
