package io.kuberelease.model;

import java.util.List;

/** A failed test: its class or file, its name, its message, and the beginning of its details. */
public record TestFailure(String suite, String name, String message, List<String> details) {
    public TestFailure {
        details = List.copyOf(details);
    }
}
