/** What an administrator, or the owner of a folder, sets down once so that Jenkinsfiles hold nothing but names. */
@NullMarked
package io.jenkins.plugins.kuberelease.config;

import org.jspecify.annotations.NullMarked;
