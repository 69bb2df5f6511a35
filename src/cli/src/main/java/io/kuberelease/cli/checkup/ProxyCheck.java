package io.kuberelease.cli.checkup;

import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.adapters.http.ProxyAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows which proxy the environment sets for each server that a release connects to. */
public final class ProxyCheck implements Check {
    private final Proxies proxies;
    private final Map<String, URI> servers;

    /** @param servers by what they are for people, for example {@code registry eu.gcr.io}, in their order */
    public ProxyCheck(Proxies proxies, Map<String, URI> servers) {
        this.proxies = proxies;
        this.servers = new LinkedHashMap<>(servers);
    }

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public Finding look() {
        if (!proxies.any()) {
            return Finding.good("none: HTTP_PROXY and HTTPS_PROXY are not set");
        }
        Map<String, List<String>> ways = new LinkedHashMap<>();
        servers.forEach((what, address) -> {
            Optional<ProxyAddress> proxy = proxies.proxyFor(address);
            ways.computeIfAbsent(proxy.map(known -> "through " + known).orElse("directly"), way -> new ArrayList<>())
                    .add(what);
        });
        List<String> words = new ArrayList<>();
        ways.forEach((way, whom) -> words.add(String.join(", ", whom) + " " + way));
        return Finding.good(
                words.isEmpty() ? "set, and nothing is known that it would be for" : String.join("; ", words));
    }
}
