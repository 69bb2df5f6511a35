package io.kuberelease.adapters.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives is what the user's own {@code helm template -f} makes of the same file. */
class HelmValuesIT {

    @Test
    void whateverIsWrittenArrivesAsTheHelmProgramReadsIt(@TempDir Path directory) throws IOException {
        Path chart = Files.write(directory.resolve("telling.tgz"), HelmValuesTest.TELLING.archive());
        long seed = Long.getLong("values.seed", System.nanoTime());
        for (long each = seed; each < seed + 10; each++) {
            String file = new RandomValues(each).file();
            assertThat(told(chart, directory, HelmValuesTest.onOurWay(file)))
                    .as("-Dvalues.seed=" + each + "\n" + file)
                    .isEqualTo(told(chart, directory, file));
        }
    }

    private static String told(Path chart, Path directory, String values) throws IOException {
        Path file = Files.writeString(directory.resolve("values.yaml"), values);
        Process helm = new ProcessBuilder("helm", "template", "telling", chart.toString(), "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(helm.getInputStream().readAllBytes(), UTF_8);
        assertThat(said).contains("values: ");
        String told =
                said.substring(said.indexOf("values: ") + "values: ".length()).strip();
        return new String(Base64.getDecoder().decode(told), UTF_8);
    }
}
