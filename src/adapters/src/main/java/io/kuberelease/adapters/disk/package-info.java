/** What adapters that write to this machine's disk share: files that only their owner reads, and locks between processes. */
@NullMarked
package io.kuberelease.adapters.disk;

import org.jspecify.annotations.NullMarked;
