package io.kuberelease.adapters.http;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides through which proxy a server is reached, by the variables {@code HTTP_PROXY}, {@code HTTPS_PROXY} and
 * {@code NO_PROXY} in upper or lower case. They are read as by Go's {@code golang.org/x/net/http/httpproxy}, and so by
 * kubectl, Helm, docker and BuildKit: one rule for us and the programs that we run. This machine is always reached
 * directly.
 */
public final class Proxies {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Map<String, String> environment;
    private final NoProxy direct;

    public Proxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.direct = new NoProxy(either("NO_PROXY").map(Setting::value).orElse(""));
    }

    private record Setting(String variable, String value) {}

    /** Whether any proxy is named at all. */
    public boolean any() {
        return either("HTTP_PROXY").isPresent() || either("HTTPS_PROXY").isPresent();
    }

    /** Whether {@code NO_PROXY} names the address, so that no proxy is between, whoever names one. */
    public boolean excludes(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0
                ? address.getPort()
                : scheme.equals("https") || scheme.equals("wss") ? HTTPS : HTTP;
        return address.getHost() != null && direct.covers(bare(address.getHost()), port);
    }

    /**
     * The proxy for an address; empty when it is reached directly.
     *
     * @throws ReleaseException.Failed when the variable names no proxy that we can use; the message does not show its
     *     value, which may hold a password
     */
    public Optional<ProxyAddress> proxyFor(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        if ((!secure && !scheme.equals("http") && !scheme.equals("ws")) || address.getHost() == null) {
            return Optional.empty();
        }
        int port = address.getPort() >= 0 ? address.getPort() : secure ? HTTPS : HTTP;
        Optional<Setting> setting = either(secure ? "HTTPS_PROXY" : "HTTP_PROXY");
        return setting.isEmpty() || direct.covers(bare(address.getHost()), port)
                ? Optional.empty()
                : Optional.of(parsed(setting.get()));
    }

    private static ProxyAddress parsed(Setting setting) {
        URI address = uri(setting, setting.value().contains("://") ? setting.value() : "http://" + setting.value());
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw refused(setting, "names a proxy by " + scheme + "://: " + whyNot(scheme));
        }
        if (address.getHost() == null) {
            throw refused(setting, "names no host");
        }
        int port = address.getPort() >= 0 ? address.getPort() : HTTP;
        return new ProxyAddress(bare(address.getHost()), port, ProxyAddress.login(address), setting.variable());
    }

    private static String whyNot(String scheme) {
        if (scheme.startsWith("socks")) {
            return "Java's HTTP client speaks no SOCKS";
        }
        return scheme.equals("https")
                ? "Java's HTTP client speaks no TLS to a proxy; what goes through one to a server is encrypted all the"
                        + " same"
                : "no such kind of proxy is known";
    }

    private static URI uri(Setting setting, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException broken) {
            throw refused(setting, "is no address");
        }
    }

    private static ReleaseException.Failed refused(Setting setting, String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, "the environment variable " + setting.variable() + " " + why)
                        .suggesting("write it as http://proxy.example.com:3128, with user and password percent-encoded;"
                                + " where there is no such proxy, start one that hands on to it (privoxy, gost),"
                                + " or name the servers that are reached without one in NO_PROXY"));
    }

    private Optional<Setting> either(String name) {
        return setting(name).or(() -> setting(name.toLowerCase(Locale.ROOT)));
    }

    private Optional<Setting> setting(String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(value -> new Setting(name, value));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
