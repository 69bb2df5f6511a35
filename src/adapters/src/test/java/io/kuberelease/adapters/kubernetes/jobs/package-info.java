@NullMarked
package io.kuberelease.adapters.kubernetes.jobs;

import org.jspecify.annotations.NullMarked;
