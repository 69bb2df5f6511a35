/** Reads the release file and looks at the source beside it. */
@NullMarked
package io.kuberelease.adapters.releasefile;

import org.jspecify.annotations.NullMarked;
