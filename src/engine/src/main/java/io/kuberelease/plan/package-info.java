/** What will be done: the release file checked and turned into a graph of stages. */
@NullMarked
package io.kuberelease.plan;

import org.jspecify.annotations.NullMarked;
