/** The release's own files, and the source it is made from, on this machine's disk. */
@NullMarked
package io.kuberelease.adapters.files;

import org.jspecify.annotations.NullMarked;
