/** The configuration by administrators and owners of folders, so that Jenkinsfiles hold nothing but names. */
@NullMarked
package io.jenkins.plugins.kuberelease.config;

import org.jspecify.annotations.NullMarked;
