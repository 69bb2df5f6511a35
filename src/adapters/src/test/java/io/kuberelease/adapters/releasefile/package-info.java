/** Tests of reading and compiling release files. */
@NullMarked
package io.kuberelease.adapters.releasefile;

import org.jspecify.annotations.NullMarked;
