/** What adapters that write to this machine's disk share: files that only their owner reads, locks between processes, and the end of a directory. */
@NullMarked
package io.kuberelease.adapters.disk;

import org.jspecify.annotations.NullMarked;
