package io.jenkins.plugins.kuberelease.page;

import hudson.model.Item;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Requests as people of different rights make them; nobody follows redirects, and whoever posts sends a crumb. */
final class Visit {
    static final String ANONYMOUS = "";

    private final HttpClient client = HttpClient.newHttpClient();
    private final JenkinsRule jenkins;

    private Visit(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /**
     * Lets in: {@code reader} reads, {@code builder} builds and cancels too, {@code releaser} reads and has this
     * plugin's permissions, {@code manager} is a releaser in the group {@code release-managers}.
     */
    static Visit to(JenkinsRule jenkins) {
        JenkinsRule.DummySecurityRealm realm = jenkins.createDummySecurityRealm();
        realm.addGroups("manager", "release-managers");
        jenkins.jenkins.setSecurityRealm(realm);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "builder", "releaser", "manager")
                .grant(Item.BUILD, Item.CANCEL)
                .everywhere()
                .to("builder")
                .grant(
                        ReleasePermissions.APPROVE,
                        ReleasePermissions.PROMOTE,
                        ReleasePermissions.ROLLBACK,
                        ReleasePermissions.PREVIEW)
                .everywhere()
                .to("releaser", "manager")
                .grant(ReleasePermissions.PREVIEW_FORK)
                .everywhere()
                .to("manager"));
        return new Visit(jenkins);
    }

    HttpResponse<String> get(String who, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(who, path).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String who, String path, String... form) throws IOException, InterruptedException {
        return send(request(who, path).header("Jenkins-Crumb", "test"), form);
    }

    HttpResponse<String> postWithoutCrumb(String who, String path, String... form)
            throws IOException, InterruptedException {
        return send(request(who, path), form);
    }

    /** Without waiting for the answer. */
    CompletableFuture<HttpResponse<String>> postLater(String who, String path, String... form) throws IOException {
        return client.sendAsync(
                form(request(who, path).header("Jenkins-Crumb", "test"), form), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... form)
            throws IOException, InterruptedException {
        return client.send(form(request, form), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest form(HttpRequest.Builder request, String... form) {
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build();
    }

    private HttpRequest.Builder request(String who, String path) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(jenkins.getURL() + path)).header("Accept", "*/*");
        if (!who.equals(ANONYMOUS)) {
            String password = Base64.getEncoder().encodeToString((who + ":" + who).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + password);
        }
        return request;
    }

    private static String encoded(String... pairs) {
        return Arrays.stream(pairs)
                .map(pair -> pair.split("=", 2))
                .map(pair -> Map.entry(pair[0], URLEncoder.encode(pair[1], StandardCharsets.UTF_8)))
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"));
    }
}
