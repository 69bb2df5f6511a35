package io.kuberelease.adapters.slack;

/** Says on Slack what has not been said yet. */
interface Delivery {

    /**
     * Says the most important thing that is left, with one request at most.
     *
     * @return whether there was anything to say
     * @throws io.kuberelease.model.ReleaseException.Errored when Slack can't be told now; with the time to wait when
     *     Slack asked for one
     * @throws SlackRefusal when Slack says no
     */
    boolean next(Snapshot snapshot) throws InterruptedException;
}
