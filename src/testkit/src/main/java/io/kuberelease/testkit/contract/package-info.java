/** What the ports promise, as tests: they run on the fakes and on the adapters, so that both keep the same promises. */
@NullMarked
package io.kuberelease.testkit.contract;

import org.jspecify.annotations.NullMarked;
