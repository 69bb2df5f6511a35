@NullMarked
package io.kuberelease.adapters.helm;

import org.jspecify.annotations.NullMarked;
