/** The previews of branches, as people see and change them, the same in every host. */
@NullMarked
package io.kuberelease.app.preview;

import org.jspecify.annotations.NullMarked;
