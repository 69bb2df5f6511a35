package io.kuberelease.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeptClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final AtomicReference<String> settings = new AtomicReference<>("proxy.corp:3128");
    private final Connections connections = new KeptClients(HttpClient::newBuilder, settings::get);

    @Test
    void allThatHaveTheSameLimitShareOneClient() {
        assertThat(connections.client(LIMIT))
                .isSameAs(connections.client(LIMIT))
                .isNotSameAs(connections.client(LIMIT.plusSeconds(1)));
    }

    @Test
    void changedSettingsCountFromTheNextRequestOn() {
        HttpClient before = connections.client(LIMIT);

        settings.set("other.corp:3128");

        assertThat(connections.client(LIMIT)).isNotSameAs(before).isSameAs(connections.client(LIMIT));
    }
}
