/** The pages' scripts and styles, the same in Jenkins and from the terminal. */
@NullMarked
package io.kuberelease.web;

import org.jspecify.annotations.NullMarked;
