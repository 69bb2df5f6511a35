/** How the services that sell tokens are asked. */
@NullMarked
package io.jenkins.plugins.kuberelease.access.http;

import org.jspecify.annotations.NullMarked;
