package io.kuberelease.app.page;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;

/**
 * That somebody wants the bundle of a release in another environment.
 *
 * @param release whose bundle
 * @param tried the last release of the build that had taken it there or tried to, as they saw; nothing: none had
 * @param by who
 */
public record WantedPromotion(ReleaseId release, EnvironmentName to, String tried, String by) {}
