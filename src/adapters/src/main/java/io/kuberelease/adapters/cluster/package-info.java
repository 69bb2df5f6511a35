/** How the adapters reach Kubernetes clusters; the only thing that those of them which talk to Kubernetes share. */
@NullMarked
package io.kuberelease.adapters.cluster;

import org.jspecify.annotations.NullMarked;
