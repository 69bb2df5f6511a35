/** What Jenkins' credentials are to Amazon and Google; everything else of these clouds is the adapters'. */
@NullMarked
package io.jenkins.plugins.kuberelease.cloud;

import org.jspecify.annotations.NullMarked;
