/** Tests of the webhook against a receiver that checks every signature. */
@NullMarked
package io.kuberelease.adapters.webhook;

import org.jspecify.annotations.NullMarked;
