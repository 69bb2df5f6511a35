/** A release's own files and evidence on this machine's disk. */
@NullMarked
package io.kuberelease.adapters.files;

import org.jspecify.annotations.NullMarked;
