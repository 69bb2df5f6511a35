package io.kuberelease.adapters.slack;

/** Sends to Slack what has not been sent yet. */
interface Delivery {

    /**
     * Sends the most important message that is left, with one request at most.
     *
     * @return whether there was anything to send
     * @throws io.kuberelease.model.ReleaseException.Errored when Slack can't be reached now; with the wait if Slack
     *     asked for one
     * @throws SlackApi.Refusal when Slack refuses the message
     */
    boolean next(Snapshot snapshot) throws InterruptedException;
}
