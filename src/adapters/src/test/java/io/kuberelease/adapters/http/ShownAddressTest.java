package io.kuberelease.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://charts.corp/team/index.yaml, https://charts.corp/team/index.yaml",
        "https://ann:s3cret@charts.corp:8443/team?token=s3cret#s3cret, https://charts.corp:8443/team",
        "https://s3cret@charts.corp?sig=s3cret, https://charts.corp",
        "oci://ann:p%40s3cret@hub.corp/charts, oci://hub.corp/charts",
        "https://ann:s@3cret@hub.corp/charts, https://hub.corp/charts",
        "https://hub.corp/a@b, https://hub.corp/a@b",
        "@stable, @stable"
    })
    void neitherUserNorQueryIsShown(String address, String shown) {
        assertThat(ShownAddress.of(address)).isEqualTo(shown);
    }

    @Test
    void aServerIsSchemeHostAndPort() {
        assertThat(ShownAddress.server(URI.create("https://ann:s3cret@hub.corp:5000/v2/?x=y")))
                .isEqualTo("https://hub.corp:5000");
        assertThat(ShownAddress.server(URI.create("https://hub.corp"))).isEqualTo("https://hub.corp");
    }
}
