/** Makes a chart of a Compose project: what a person would have written, and word of everything that it leaves out. */
@NullMarked
package io.kuberelease.app.compose;

import org.jspecify.annotations.NullMarked;
