package io.kuberelease.adapters.slack;

/** Slack understood a request and refused it: the same request would be refused again. */
final class SlackRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String error;

    /**
     * @param error Slack's code, for example {@code channel_not_found}
     */
    SlackRefusal(String error, String what, String advice) {
        super(what + "; perhaps you should " + advice);
        this.error = error;
    }

    /** Whether the message can't be edited or replied to any more. */
    boolean isAboutMissingMessage() {
        return error.equals("message_not_found")
                || error.equals("cant_update_message")
                || error.equals("edit_window_closed")
                || error.equals("thread_not_found");
    }
}
