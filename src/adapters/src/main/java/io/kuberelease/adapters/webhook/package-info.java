/** Posts each event of a release as signed JSON to the webhook that the release file names. */
@NullMarked
package io.kuberelease.adapters.webhook;

import org.jspecify.annotations.NullMarked;
