package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.OAuthTokenProvider;

/**
 * Makes tokens that end by themselves, mostly within the hour, so that another process that is at work for longer has to
 * be given the next one. A token that somebody keeps as a secret is none of them.
 */
public interface ExpiringTokenProvider extends OAuthTokenProvider {}
