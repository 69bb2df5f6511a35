/** The step {@code withDatastores}: databases, caches and queues for the steps of a block. */
@NullMarked
package io.jenkins.plugins.kuberelease.datastore;

import org.jspecify.annotations.NullMarked;
