package io.kuberelease.adapters.http;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Tells proxies who asks, for connections that libraries of others open. Servers are told nothing. */
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
