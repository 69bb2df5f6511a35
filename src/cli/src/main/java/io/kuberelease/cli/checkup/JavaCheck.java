package io.kuberelease.cli.checkup;

/** Checks that Java is new enough. */
public final class JavaCheck implements Check {
    private static final int OLDEST = 17;

    private final Runtime.Version version;

    public JavaCheck(Runtime.Version version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public Finding look() {
        return version.feature() >= OLDEST
                ? Finding.good(version.toString())
                : Finding.lacking(
                        version + " is too old",
                        "install Java " + OLDEST + " or newer, and point JAVA_HOME or KUBE_RELEASE_JAVA to it");
    }
}
