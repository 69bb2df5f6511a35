package io.kuberelease.cli.checkup;

/** Checks one thing that a release needs. */
public interface Check {

    /** The subject, in a word or two. */
    String name();

    /** Runs the check; may block for some seconds. */
    Finding look();
}
