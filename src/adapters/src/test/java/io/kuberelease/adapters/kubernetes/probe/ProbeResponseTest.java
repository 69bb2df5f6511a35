package io.kuberelease.adapters.kubernetes.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeResponseTest {
    @Test
    void theApiServersOwnRefusalIsKnownByItsStatusAboutThisAnswer() {
        assertThat(
                        answer(
                                503,
                                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"code\":503}"))
                .isTrue();
    }

    /** An app may answer with anything, and then the failure is its own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|{\"kind\":\"Status\",\"healthy\":false}",
                "500|{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403}",
                "500|{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\"",
                "503|Status"
            })
    void anAppsOwnAnswerIsNotTheApiServers(int status, String body) {
        assertThat(answer(status, body)).isFalse();
    }

    private static boolean answer(int status, String body) {
        return new ProbeResponse(status, body, true).ofApiServer();
    }
}
