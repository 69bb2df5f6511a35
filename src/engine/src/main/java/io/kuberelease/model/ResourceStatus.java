package io.kuberelease.model;

/**
 * The rollout progress of one resource of a revision.
 *
 * @param current how many of what is wanted are there and ready
 * @param wanted how many there should be
 * @param message one line: what it is waiting for, or empty when there is nothing to say
 * @param ready whether nothing more is expected of it
 */
public record ResourceStatus(ResourceIdentity resource, int current, int wanted, String message, boolean ready) {}
