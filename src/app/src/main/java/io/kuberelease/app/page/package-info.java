/**
 * The pages as documents: of the releases of a build or a terminal, of a job, of all apps, and of a question that is
 * asked before something is done. The scripts of {@code src/web} draw them. The actions they offer are decided here,
 * and carried out by the host.
 */
@NullMarked
package io.kuberelease.app.page;

import org.jspecify.annotations.NullMarked;
