@NullMarked
package io.kuberelease.adapters.cluster;

import org.jspecify.annotations.NullMarked;
