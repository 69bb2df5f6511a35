/** How the adapters run other programs: within a time limit, to be stopped at any moment, the whole tree with it. */
@NullMarked
package io.kuberelease.adapters.process;

import org.jspecify.annotations.NullMarked;
