/**
 * What people can do with a release, in every host: approve or reject, abort, promote, roll back. For each: what must
 * be so, who may, and what it does. A host only says who the person is, and which advice fits it.
 */
@NullMarked
package io.kuberelease.app.actions;

import org.jspecify.annotations.NullMarked;
