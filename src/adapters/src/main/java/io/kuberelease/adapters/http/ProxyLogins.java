package io.kuberelease.adapters.http;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator with the proxies' credentials, for connections that third-party libraries open. Servers get none.
 */
public final class ProxyLogins extends Authenticator {
    private final Proxies proxies;

    public ProxyLogins(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        if (getRequestorType() != RequestorType.PROXY || getRequestingURL() == null) {
            return null;
        }
        try {
            URI address = getRequestingURL().toURI();
            return proxies.proxyFor(address)
                    .filter(proxy -> proxy.host().equalsIgnoreCase(getRequestingHost()))
                    .flatMap(ProxyAddress::login)
                    .map(login -> new PasswordAuthentication(
                            login.user(), login.password().reveal().toCharArray()))
                    .orElse(null);
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }
}
