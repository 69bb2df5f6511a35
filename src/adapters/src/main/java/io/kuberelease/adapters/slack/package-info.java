/** Tells a Slack channel how a release goes: one message that is kept up to date, with each stage in its thread. */
@NullMarked
package io.kuberelease.adapters.slack;

import org.jspecify.annotations.NullMarked;
