/** Tests against a Slack that is as strict as the real one. */
@NullMarked
package io.kuberelease.adapters.slack;

import org.jspecify.annotations.NullMarked;
