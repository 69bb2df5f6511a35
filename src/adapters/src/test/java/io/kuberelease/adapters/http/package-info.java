@NullMarked
package io.kuberelease.adapters.http;

import org.jspecify.annotations.NullMarked;
