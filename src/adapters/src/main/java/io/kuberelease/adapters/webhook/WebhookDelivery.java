package io.kuberelease.adapters.webhook;

/**
 * An event to be posted.
 *
 * @param delivery its id, the same for each try, so that a receiver can tell that it gets an event twice
 * @param body JSON
 */
record WebhookDelivery(String delivery, String body) {}
