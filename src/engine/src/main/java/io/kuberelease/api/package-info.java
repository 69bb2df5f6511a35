/**
 * A release as data for programs: what pages draw and scripts read. Field names and the values of enums are promised;
 * see the reference of the API.
 */
@NullMarked
package io.kuberelease.api;

import org.jspecify.annotations.NullMarked;
