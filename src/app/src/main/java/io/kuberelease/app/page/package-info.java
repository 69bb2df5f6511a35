/**
 * The pages as documents: of the releases of a build or of a terminal, of a job, of all apps, and of a question that is
 * asked before something is done. The scripts of {@code src/web} draw them; what can be done from them is decided here,
 * and carried out by the host.
 */
@NullMarked
package io.kuberelease.app.page;

import org.jspecify.annotations.NullMarked;
