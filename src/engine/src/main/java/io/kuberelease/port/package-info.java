/** The ports: what the engine asks of the outside world. Adapters implement them. */
@NullMarked
package io.kuberelease.port;

import org.jspecify.annotations.NullMarked;
