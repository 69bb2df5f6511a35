/** What the engine asks of the outside world; adapters answer. */
@NullMarked
package io.kuberelease.port;

import org.jspecify.annotations.NullMarked;
