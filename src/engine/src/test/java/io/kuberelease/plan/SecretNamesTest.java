package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_PASSWORD",
                "password",
                "NPM_TOKEN",
                "npmToken",
                "CLIENT_SECRET",
                "API_KEY",
                "apikey",
                "AWS_SECRET_ACCESS_KEY",
                "PRIVATE-KEY",
                "PASSPHRASE",
                "GIT_CREDENTIALS"
            })
    void namesOfSecretsAreKnown(String name) {
        assertThat(SecretNames.looksSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PYTHON", "TOKEN_URL", "PASSWORD_MIN_LENGTH", "KEYBOARD", "MONKEY", "image.secrets", "VERSION"})
    void otherNamesAreNot(String name) {
        assertThat(SecretNames.looksSecret(name)).isFalse();
    }
}
