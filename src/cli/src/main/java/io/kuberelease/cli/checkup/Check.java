package io.kuberelease.cli.checkup;

/** Looks at one thing that a release needs. */
public interface Check {

    /** What it looks at, in a word or two. */
    String name();

    /** What it found; may block for some seconds. */
    Finding look();
}
