/** The step {@code withDatastores}: databases, caches and queues for the lines of a block. */
@NullMarked
package io.jenkins.plugins.kuberelease.datastore;

import org.jspecify.annotations.NullMarked;
