/** What Amazon and Google give for their registries and clusters; the parts that both have in common. */
@NullMarked
package io.kuberelease.adapters.cloud;

import org.jspecify.annotations.NullMarked;
