package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private static final Path FILE = Path.of("../../docs/reference.md");

    /** {@code -Dreference.write} writes the file instead of looking at it. */
    @Test
    void theReferenceSaysWhatTheSchemaSays() throws IOException {
        String expected = new Reference(Schema.published()).text();
        if (System.getProperty("reference.write") != null) {
            Files.writeString(FILE, expected);
        }

        assertThat(Files.readString(FILE))
                .as("docs/reference.md is out of step with docs/kube-release.schema.json: write it anew with"
                        + " ./mvnw -pl src/adapters -am test -Dtest=ReferenceTest -Dreference.write"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(expected);
    }
}
