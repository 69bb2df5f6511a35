/** The view of a release for people, whatever they look at: a line for each group of stages, and the words for it. */
@NullMarked
package io.kuberelease.view;

import org.jspecify.annotations.NullMarked;
