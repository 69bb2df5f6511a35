package io.kuberelease.app.page;

import io.kuberelease.model.ReleaseId;
import java.util.Optional;

/**
 * What was begun before somebody asked for the same.
 *
 * @param build on whose page it is
 * @param release absent when it is being planned at this moment
 */
public record DuplicatePromotion<B>(B build, Optional<ReleaseId> release) {}
