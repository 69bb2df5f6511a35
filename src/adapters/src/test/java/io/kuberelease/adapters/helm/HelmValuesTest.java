package io.kuberelease.adapters.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.port.ChartValues.ValuesFile;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a values file comes to on our way, through a bundle's JSON, is what Helm makes of the file itself. */
class HelmValuesTest {
    static final PackagedChart TELLING = new PackagedChart(Map.of(
            "Chart.yaml", "apiVersion: v2\nname: telling\nversion: 1.0.0".getBytes(UTF_8),
            "templates/all.yaml", "values: {{ .Values | toJson | b64enc }}".getBytes(UTF_8)));
    private static final HelmFixture helmFixture = new HelmFixture();

    @AfterAll
    static void stop() {
        helmFixture.close();
    }

    @Test
    void whateverIsWrittenArrivesAsHelmReadsIt() {
        long seed = Long.getLong("values.seed", System.nanoTime());
        for (long each = seed; each < seed + 60; each++) {
            String file = new RandomValues(each).file();
            assertThat(told(onOurWay(file)))
                    .as("-Dvalues.seed=" + each + "\n" + file)
                    .isEqualTo(told(file));
        }
    }

    /** What the diff shows, the tracker waits for and the image check reads. */
    @Test
    void whatWeReadOurselvesIsWhatHelmReads() {
        long seed = Long.getLong("values.seed", System.nanoTime());
        for (long each = seed; each < seed + 60; each++) {
            String file = new RandomValues(each).file();
            String helms = new HelmValues(helmFixture.workers)
                    .merged(List.of(new ValuesFile("values.yaml", file)), HelmFixture.control("r-1"));

            Map<String, Object> ours = Yaml.map(file);

            assertThat(inFloats(ours)).as("-Dvalues.seed=" + each + "\n" + file).isEqualTo(inFloats(Yaml.map(helms)));
            assertThat(Yaml.map(Yaml.canonical(ours)))
                    .as("written and read again, -Dvalues.seed=" + each)
                    .isEqualTo(ours);
        }
    }

    /** All numbers of values are floats to Helm; those of manifests are not. */
    private static Object inFloats(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + inFloats(entry.getValue()))
                    .toList();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(HelmValuesTest::inFloats).toList();
        }
        return value instanceof Number number
                ? (Object) number.doubleValue()
                : String.valueOf(value) + " as "
                        + (value == null ? "null" : value.getClass().getSimpleName());
    }

    static String onOurWay(String file) {
        String kept = new HelmValues(helmFixture.workers)
                .merged(List.of(new ValuesFile("values.yaml", file)), HelmFixture.control("r-1"));
        return ValuesTree.text(ValuesTree.read(kept));
    }

    private static String told(String values) {
        try {
            String text = helmFixture
                    .workers
                    .use(
                            HelmFixture.control("r-1"),
                            worker -> worker.ask(
                                    "render",
                                    new WorkerMessages.Render(
                                            Base64.getEncoder().encodeToString(TELLING.archive()),
                                            values,
                                            "telling",
                                            "apps",
                                            "",
                                            1,
                                            false,
                                            Map.of()),
                                    WorkerMessages.Rendered.class,
                                    ChartRenderer.LIMITS))
                    .all()
                    .get(0)
                    .text();
            return new String(
                    Base64.getDecoder().decode(text.replace("values: ", "").strip()), UTF_8);
        } catch (HelmWorker.Refused | java.io.IOException refused) {
            throw new AssertionError(values, refused);
        }
    }
}
