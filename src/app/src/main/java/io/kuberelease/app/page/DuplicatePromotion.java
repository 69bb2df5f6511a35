package io.kuberelease.app.page;

import io.kuberelease.model.ReleaseId;
import java.util.Optional;

/**
 * An earlier release that takes the bundle there already, so that the requested promotion is not begun.
 *
 * @param build the build on whose page the earlier one is shown
 * @param release its id; absent while it is still being planned
 */
public record DuplicatePromotion<B>(B build, Optional<ReleaseId> release) {}
