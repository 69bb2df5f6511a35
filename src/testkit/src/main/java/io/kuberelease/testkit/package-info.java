/** What tests of releases are made of: fakes of the ports and the contracts they keep. */
@NullMarked
package io.kuberelease.testkit;

import org.jspecify.annotations.NullMarked;
