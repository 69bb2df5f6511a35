package io.kuberelease.model;

/** A value that must not be shown; its text form is always dots. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value itself; call it only at the moment of use. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "••••";
    }
}
