/** What somebody asked for, unchecked, with the place where they wrote it. */
@NullMarked
package io.kuberelease.request;

import org.jspecify.annotations.NullMarked;
