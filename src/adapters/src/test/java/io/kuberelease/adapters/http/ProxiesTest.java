package io.kuberelease.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same answers as Go's httpproxy gives, which kubectl, Helm and docker follow. */
class ProxiesTest {
    private static final String PROXY = "http://proxy.corp:3128";

    @ParameterizedTest
    @CsvSource({
        // name and what is below it
        "corp.example, https://corp.example, direct",
        "corp.example, https://a.b.corp.example, direct",
        "corp.example, https://notcorp.example, proxy",
        "CORP.example, https://A.corp.EXAMPLE, direct",
        // what is below it alone
        "'.corp', https://a.corp, direct",
        "'.corp', https://corp, proxy",
        "'*.corp', https://a.corp, direct",
        "'*.corp', https://corp, proxy",
        // ports
        "a.corp:443, https://a.corp, direct",
        "a.corp:443, https://a.corp:8443, proxy",
        "a.corp:80, http://a.corp, direct",
        "10.1.2.3:6443, https://10.1.2.3:6443, direct",
        "10.1.2.3:6443, https://10.1.2.3, proxy",
        // addresses and ranges
        "10.1.2.3, https://10.1.2.3, direct",
        "10.0.0.0/8, https://10.255.1.2:6443, direct",
        "10.0.0.0/8, https://11.0.0.1, proxy",
        "10.0.0.0/8, https://host.corp, proxy",
        "192.168.1.128/25, https://192.168.1.127, proxy",
        "192.168.1.128/25, https://192.168.1.200, direct",
        "0.0.0.0/0, https://8.8.8.8, direct",
        "10.0.0.0/33, https://10.0.0.1, proxy",
        "fd00::/8, 'https://[fd12::1]:6443', direct",
        "fd00::/8, 'https://[fe80::1]', proxy",
        "'2001:db8::1', 'https://[2001:db8::1]', direct",
        "'[2001:db8::1]:6443', 'https://[2001:db8::1]:6443', direct",
        "'[2001:db8::1]:6443', 'https://[2001:db8::1]', proxy",
        // all, and lists
        "'*', https://anything.example, direct",
        "'a.corp, b.corp ,10.0.0.0/8', https://b.corp, direct",
        "',,', https://a.corp, proxy",
        // this machine
        "'', https://localhost:5000, direct",
        "'', http://127.0.0.1:5000, direct",
        "'', http://127.8.9.1, direct",
        "'', 'http://[::1]:5000', direct",
        "'', https://localhost.corp, proxy"
    })
    void noProxyIsReadAsGoReadsIt(String noProxy, String address, String expected) {
        Proxies proxies = new Proxies(Map.of("HTTP_PROXY", PROXY, "HTTPS_PROXY", PROXY, "NO_PROXY", noProxy));

        assertThat(proxies.proxyFor(URI.create(address)).isPresent()).isEqualTo(expected.equals("proxy"));
    }

    @Test
    void eachSchemeHasItsVariableInCapitalsOrSmallAndCapitalsComeFirst() {
        Proxies proxies = new Proxies(
                Map.of("https_proxy", "http://small:1", "HTTPS_PROXY", "http://capital:2", "http_proxy", "plain:3"));

        assertThat(proxies.proxyFor(URI.create("https://a.corp")))
                .get()
                .extracting(ProxyAddress::host)
                .isEqualTo("capital");
        assertThat(proxies.proxyFor(URI.create("http://a.corp"))).get().satisfies(proxy -> {
            assertThat(proxy.host()).isEqualTo("plain");
            assertThat(proxy.port()).isEqualTo(3);
            assertThat(proxy.variable()).isEqualTo("http_proxy");
        });
        assertThat(new Proxies(Map.of("HTTP_PROXY", PROXY)).proxyFor(URI.create("https://a.corp")))
                .isEmpty();
    }

    @Test
    void aPasswordIsReadAndNeverTold() {
        ProxyAddress proxy = new Proxies(Map.of("HTTPS_PROXY", "http://ann:p%40ss%3Aword@proxy.corp:3128"))
                .proxyFor(URI.create("https://a.corp"))
                .orElseThrow();

        assertThat(proxy.login().orElseThrow().user()).isEqualTo("ann");
        assertThat(proxy.login().orElseThrow().password().reveal()).isEqualTo("p@ss:word");
        assertThat(proxy.toString()).isEqualTo("http://proxy.corp:3128 as ann (HTTPS_PROXY)");
    }

    @ParameterizedTest
    @CsvSource({
        "socks5://ann:s3cret@proxy:1080, speaks no SOCKS",
        "socks5h://ann:s3cret@proxy:1080, speaks no SOCKS",
        "https://ann:s3cret@proxy, speaks no TLS to a proxy",
        "quic://ann:s3cret@proxy, no such kind of proxy",
        "http://ann:s3cret@ proxy, is no address",
        "http://ann:s3cret@, names no host"
    })
    void aProxyThatCantBeUsedIsRefusedByItsVariableWithReasonAndWayOutWithoutItsPassword(String value, String why) {
        Proxies proxies = new Proxies(Map.of("HTTPS_PROXY", value));

        assertThatThrownBy(() -> proxies.proxyFor(URI.create("https://a.corp")))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("the environment variable HTTPS_PROXY")
                .hasMessageContaining(why)
                .satisfies(refused -> assertThat(
                                ((ReleaseException) refused).reason().suggestion())
                        .hasValueSatisfying(way -> assertThat(way).contains("NO_PROXY")))
                .hasMessageNotContaining("s3cret");
        assertThat(proxies.proxyFor(URI.create("https://localhost"))).isEmpty();
    }
}
