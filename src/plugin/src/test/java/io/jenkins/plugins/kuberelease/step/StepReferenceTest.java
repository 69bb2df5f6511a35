package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.kuberelease.datastore.WithDatastoresStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepReferenceTest {
    private static final Path FILE = Path.of("../../docs/jenkins-steps.md");
    private static final List<Class<?>> STEPS = List.of(
            KubeReleaseStep.class,
            KubePromoteStep.class,
            KubeRollbackStep.class,
            KubeBuildStep.class,
            KubeTestStep.class,
            KubePushStep.class,
            KubeChartStep.class,
            KubeDeployStep.class,
            KubePreviewStep.class,
            WithDatastoresStep.class);

    /** {@code -Dreference.write} writes the file instead of looking at it. */
    @Test
    void theReferenceSaysWhatTheStepsSay() throws IOException {
        String expected = new StepReference(STEPS).text();
        if (System.getProperty("reference.write") != null) {
            Files.writeString(FILE, expected);
        }

        assertThat(Files.readString(FILE))
                .as("docs/jenkins-steps.md is out of step with the steps: write it anew with"
                        + " ./mvnw -Pplugin -pl src/plugin -am test -Dtest=StepReferenceTest -Dreference.write"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(expected);
    }
}
