/** A release's own files and evidence on this machine's disk; files that are private, and locks between processes. */
@NullMarked
package io.kuberelease.adapters.files;

import org.jspecify.annotations.NullMarked;
