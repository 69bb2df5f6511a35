/** The plan of a release: the release file checked and turned into a graph of stages. */
@NullMarked
package io.kuberelease.plan;

import org.jspecify.annotations.NullMarked;
