/** Uses Jenkins' credentials at Amazon and Google; everything else about these clouds is in the adapters. */
@NullMarked
package io.jenkins.plugins.kuberelease.cloud;

import org.jspecify.annotations.NullMarked;
