package io.kuberelease.plan;

import java.net.URI;
import java.time.Duration;

/**
 * What a preview says of itself in the cluster.
 *
 * @param branch as git calls it
 * @param slug its name in the cluster
 * @param address where the app will answer
 * @param lifetime how long it stays after its last release
 * @param limit how many previews the app may have in the cluster at the same time
 */
public record PreviewClaim(String branch, String slug, URI address, Duration lifetime, int limit) {}
