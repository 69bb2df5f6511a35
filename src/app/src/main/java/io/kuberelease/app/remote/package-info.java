/** Work of a release on another machine than the one that runs it: the image is built where the source is. */
@NullMarked
package io.kuberelease.app.remote;

import org.jspecify.annotations.NullMarked;
