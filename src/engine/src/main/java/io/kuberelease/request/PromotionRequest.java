package io.kuberelease.request;

import java.util.List;
import java.util.Optional;

/**
 * A wish to take a bundle further, unchecked.
 *
 * @param from the environment whose bundle goes further; absent: the one before the first of {@code to}
 * @param to the environments to take it to; at least one
 * @param bundle a version, or a bundle's digest or the beginning of one; absent: what is in {@code from}
 * @param startedBy who asks
 */
public record PromotionRequest(Optional<String> from, List<String> to, Optional<String> bundle, String startedBy) {
    public PromotionRequest {
        to = List.copyOf(to);
    }
}
