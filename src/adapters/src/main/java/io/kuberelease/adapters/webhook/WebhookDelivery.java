package io.kuberelease.adapters.webhook;

/**
 * One event as it is posted.
 *
 * @param delivery names it: the same for each try, so that a receiver can tell a second delivery of one event
 * @param body JSON
 */
record WebhookDelivery(String delivery, String body) {}
