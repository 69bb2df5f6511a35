/** Where adapters, engine and terminal are put together; the only place that knows them all. */
@NullMarked
package io.kuberelease.cli.wiring;

import org.jspecify.annotations.NullMarked;
