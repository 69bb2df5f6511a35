/** What version control knows of the source. */
@NullMarked
package io.kuberelease.adapters.git;

import org.jspecify.annotations.NullMarked;
