package io.kuberelease.request;

import java.util.Optional;

/**
 * A wish to take an environment back, unchecked.
 *
 * @param environment the environment
 * @param bundle a version, or a bundle's digest or the beginning of one; absent: the last good one before the present
 * @param startedBy who asks
 */
public record RollbackRequest(String environment, Optional<String> bundle, String startedBy) {}
