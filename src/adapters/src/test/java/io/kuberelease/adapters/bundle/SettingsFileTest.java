package io.kuberelease.adapters.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import io.kuberelease.plan.ChartSetting;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsFileTest {
    @Test
    void settingsStandInTheirPlacesAndKeepTheirKind() {
        assertThat(text(
                        new ChartSetting("ingress.host", "search.example.com", false),
                        new ChartSetting("ingress.enabled", "true", true),
                        new ChartSetting("replicas", "1", true),
                        new ChartSetting("tag", "1", false),
                        new ChartSetting("nothing", "null", true)))
                .isEqualTo(
                        "{\"ingress\":{\"host\":\"search.example.com\",\"enabled\":true},\"replicas\":1,\"tag\":\"1\""
                                + ",\"nothing\":null}");
    }

    @Test
    void whatJsonDoesNotKnowAsItIsWrittenStaysAText() {
        assertThat(text(new ChartSetting("mode", "010", true), new ChartSetting("list", "[1]", true)))
                .isEqualTo("{\"mode\":\"010\",\"list\":\"[1]\"}");
        assertThat(text(new ChartSetting("quoted", "say \"hi\"\n{{ .Values.x }}", false)))
                .isEqualTo("{\"quoted\":\"say \\\"hi\\\"\\n{{ .Values.x }}\"}");
    }

    @Test
    void withoutSettingsThereIsNoFile() {
        assertThat(SettingsFile.of(environment())).isEmpty();
    }

    private static String text(ChartSetting... settings) {
        return SettingsFile.of(environment(settings)).orElseThrow().text();
    }

    private static EnvironmentSpec environment(ChartSetting... settings) {
        return new EnvironmentSpec(
                PreviewRules.NAME,
                new AppName("polls"),
                new Target("staging", Optional.empty(), new Namespace("polls")),
                List.of(),
                false,
                Duration.ofMinutes(1),
                Optional.empty(),
                List.of(settings),
                EnvironmentSecrets.NONE);
    }
}
