/** Puts adapters, engine and terminal together; the only package that knows them all. */
@NullMarked
package io.kuberelease.cli.wiring;

import org.jspecify.annotations.NullMarked;
