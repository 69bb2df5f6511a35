package io.kuberelease.app.actions;

import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ReleaseId;

/**
 * A request to promote the bundle of a release.
 *
 * @param release the release whose bundle is promoted
 * @param tried the last release that took it there or tried to, as the requester was shown; empty for none
 * @param by the name of the requester
 */
public record WantedPromotion(ReleaseId release, EnvironmentName to, String tried, String by) {}
