package io.kuberelease.cli.checkup;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.SecretValues;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Checks that the values of an environment's secrets can be read, as its deployment will read them. */
public final class SecretsCheck implements Check {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

    private final SecretValues values;
    private final EnvironmentSpec environment;
    private final InstantSource clock;

    public SecretsCheck(SecretValues values, EnvironmentSpec environment, InstantSource clock) {
        this.values = values;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "secrets of " + environment.name();
    }

    @Override
    public Finding look() {
        StageControl control = StageControl.alone(
                new ReleaseId("doctor"), new StageId("doctor"), clock.instant().plus(TIME_LIMIT));
        int count = values.read(environment.secrets(), control).values().stream()
                .mapToInt(Map::size)
                .sum();
        return Finding.good(count + (count == 1 ? " value" : " values") + " can be read from here");
    }
}
