/** A chart repository that is as strict as the real ones. */
@NullMarked
package io.kuberelease.testkit.charts;

import org.jspecify.annotations.NullMarked;
