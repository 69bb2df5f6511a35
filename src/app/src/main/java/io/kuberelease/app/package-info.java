/** The one place that puts a release together and runs it, for both hosts: the terminal and Jenkins. */
@NullMarked
package io.kuberelease.app;

import org.jspecify.annotations.NullMarked;
