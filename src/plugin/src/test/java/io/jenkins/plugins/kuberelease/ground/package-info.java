/** What tests of whole releases stand on: the development clusters and their registry. */
package io.jenkins.plugins.kuberelease.ground;
