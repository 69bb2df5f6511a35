package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.OAuthTokenProvider;

/**
 * Provides tokens that expire, mostly within the hour, so that another process that works for longer needs new ones.
 * Not for tokens that somebody keeps as a lasting secret.
 */
public interface ExpiringTokenProvider extends OAuthTokenProvider {}
