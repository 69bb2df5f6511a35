/** Reads the release file and the source beside it. */
@NullMarked
package io.kuberelease.adapters.releasefile;

import org.jspecify.annotations.NullMarked;
