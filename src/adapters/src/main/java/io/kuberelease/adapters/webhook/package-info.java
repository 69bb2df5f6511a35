/** Posts each event of a release to an address of the user's, as signed JSON. */
@NullMarked
package io.kuberelease.adapters.webhook;

import org.jspecify.annotations.NullMarked;
