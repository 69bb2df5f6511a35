@NullMarked
package io.kuberelease.adapters.kubernetes.tests;

import org.jspecify.annotations.NullMarked;
