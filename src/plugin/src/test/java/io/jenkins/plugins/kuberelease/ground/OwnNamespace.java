package io.jenkins.plugins.kuberelease.ground;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A namespace of a test's own in the development clusters, which goes with the test, however that ended. */
public final class OwnNamespace implements AfterEachCallback {
    private final String name = "it-" + UUID.randomUUID().toString().substring(0, 8);

    /** What no other test's is called; whoever uses it makes it. */
    public String name() {
        return name;
    }

    /** Nobody waits until all that is in it has ended. */
    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        for (String cluster : List.of("staging", "production")) {
            Process kubectl = new ProcessBuilder(
                            "kubectl",
                            "--context",
                            cluster,
                            "delete",
                            "namespace",
                            name,
                            "--ignore-not-found",
                            "--wait=false")
                    .inheritIO()
                    .start();
            if (kubectl.waitFor() != 0) {
                throw new IOException("kubectl could not delete namespace " + name + " in " + cluster);
            }
        }
    }
}
