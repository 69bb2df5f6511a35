/** Temporary datastores for a block of somebody else's program, for example of a Jenkinsfile. */
@NullMarked
package io.kuberelease.app.datastores;

import org.jspecify.annotations.NullMarked;
