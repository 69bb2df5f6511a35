/** Makes clusters with commands when they are needed, finds them again, and deletes them when their time is over. */
@NullMarked
package io.kuberelease.adapters.popup;

import org.jspecify.annotations.NullMarked;
