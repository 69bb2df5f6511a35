/** A Slack that is as strict as the real one, for tests of what is posted there. */
@NullMarked
package io.kuberelease.testkit.slack;

import org.jspecify.annotations.NullMarked;
