package io.kuberelease.plan;

import io.kuberelease.request.Place;
import java.util.Optional;

/**
 * One thing that is wrong with a request.
 *
 * @param place where it was written
 * @param field the field's full name, for example {@code environments.staging.cluster}
 * @param value the value as written; absent when the field itself is missing or holds a secret
 * @param reason why it can't be accepted
 * @param fix what would be accepted
 */
public record Problem(Place place, String field, Optional<String> value, String reason, String fix) {}
