package io.jenkins.plugins.kuberelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import io.jenkins.plugins.kuberelease.access.ApiServer;
import io.jenkins.plugins.kuberelease.access.Vault;
import io.jenkins.plugins.kuberelease.cloud.CloudCredentials;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the forms say while somebody fills them, and to whom. */
@WithJenkins
class FormsTest {
    private static final String CLUSTER = "descriptorByName/io.jenkins.plugins.kuberelease.config.ConfiguredCluster";
    private static final String REGISTRY = "descriptorByName/io.jenkins.plugins.kuberelease.config.ConfiguredRegistry";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static JenkinsRule jenkins;
    private static ApiServer api;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        api = new ApiServer();
        Vault.keep(Vault.text("token", "s3cr3t"));
        Folder folder = rule.createProject(Folder.class, "web");
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "owner")
                .grant(Item.CONFIGURE)
                .onItems(folder)
                .to("owner"));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        jenkins.after();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CLUSTER + "/checkName?value=x",
                CLUSTER + "/checkAddress?value=x",
                CLUSTER + "/checkCaCertificate?value=x",
                CLUSTER + "/checkCredentialsId?value=x&address=",
                CLUSTER + "/checkEksCluster?value=x&address=",
                CLUSTER + "/testConnection",
                REGISTRY + "/checkPrefix?value=x",
                REGISTRY + "/checkPlainHttp?value=true",
                REGISTRY + "/testConnection?prefix=localhost"
            })
    void onlyWhoMayConfigureIsAnsweredAndOnlyByPost(String path) throws Exception {
        int before = api.requests();

        assertThat(post("reader", path + tried(path)).statusCode()).isEqualTo(403);
        assertThat(post("", path + tried(path)).statusCode()).isIn(401, 403);
        assertThat(get("admin", path + tried(path)).statusCode()).isIn(404, 405);
        assertThat(post("admin", path).statusCode()).isEqualTo(200);
        assertThat(api.requests()).as("nothing was connected to").isEqualTo(before);
    }

    /** Jenkins asks as the page opens, about fields that are not there yet. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                CLUSTER + "/checkName",
                CLUSTER + "/checkAddress",
                CLUSTER + "/checkCaCertificate",
                CLUSTER + "/checkCredentialsId?value=token",
                CLUSTER + "/checkCredentialsId",
                CLUSTER + "/checkEksCluster?value=x",
                CLUSTER + "/fillCredentialsIdItems",
                REGISTRY + "/checkPrefix",
                REGISTRY + "/fillCredentialsIdItems"
            })
    void whatAFormDoesNotSayIsTakenAsEmpty(String path) throws Exception {
        assertThat(post("admin", path).statusCode()).isEqualTo(200);
    }

    @Test
    void theOwnerOfAFolderIsAnsweredThereButConnectsNowhere() throws Exception {
        assertThat(post("owner", "job/web/" + CLUSTER + "/checkName?value=x").statusCode())
                .isEqualTo(200);
        assertThat(post("owner", CLUSTER + "/checkName?value=x").statusCode()).isEqualTo(403);
        int before = api.requests();
        assertThat(post("owner", "job/web/" + CLUSTER + "/testConnection?" + trial())
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.requests()).isEqualTo(before);
    }

    @Test
    void credentialsAreListedOnlyToThoseWhoMaySeeThem() throws Exception {
        assertThat(post("admin", CLUSTER + "/fillCredentialsIdItems?credentialsId=")
                        .body())
                .contains("\"token\"");
        assertThat(post("reader", CLUSTER + "/fillCredentialsIdItems?credentialsId=mine")
                        .body())
                .contains("mine")
                .doesNotContain("\"token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {CLUSTER, REGISTRY})
    void whatAmazonsAndGooglesPluginsAddIsListedForBoth(String form) throws Exception {
        Vault.keep(
                CloudCredentials.aws("of-amazon", "AKIAIOSFODNN7EXAMPLE", "s3cr3t"),
                CloudCredentials.robot("of-google", "{}"));

        assertThat(post("admin", form + "/fillCredentialsIdItems?credentialsId=")
                        .body())
                .contains("\"of-amazon\"", "\"of-google\"")
                .doesNotContain("s3cr3t");
        assertThat(post("reader", form + "/fillCredentialsIdItems?credentialsId=")
                        .body())
                .doesNotContain("of-amazon", "of-google");
    }

    @Test
    void aTriedClusterOfEksIsShownATokenOfTheAwsCredentials() throws Exception {
        Vault.keep(CloudCredentials.aws("tried", "AKIAIOSFODNN7EXAMPLE", "s3cr3t"));
        String eks = "name=shop&credentialsId=tried&address=" + encoded(api.address()) + "&eksCluster="
                + encoded("arn:aws:eks:eu-west-1:123456789012:cluster/shop");

        assertThat(post("admin", CLUSTER + "/testConnection?" + eks).body()).contains("class=\"ok\"", ApiServer.UID);
        assertThat(api.lastSeen()).startsWith("Bearer k8s-aws-v1.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /checkName           | value=                         | Give it the name
                    /checkAddress        | value=203.0.113.7              | begins with https://
                    /checkCaCertificate  | value=MIIB                     | PEM form
                    /checkCredentialsId  | value=&address=                | choose a kubeconfig
                    /checkEksCluster     | value=shop&address=https://a   | An ARN looks like
                    """)
    void whatIsWrongIsSaid(String method, String query, String said) throws Exception {
        assertThat(post("admin", CLUSTER + method + "?" + query).body()).contains("class=\"error\"", said);
    }

    @Test
    void whatIsWrongWithARegistryIsSaid() throws Exception {
        assertThat(post("admin", REGISTRY + "/checkPrefix?value=a%20b").body()).contains("Give a host");
        assertThat(post("admin", REGISTRY + "/checkPlainHttp?value=true").body())
                .contains("class=\"warning\"");
    }

    @Test
    void aTriedClusterSaysWhoItTakesUsFor() throws Exception {
        assertThat(post("admin", CLUSTER + "/testConnection?" + trial()).body())
                .contains("class=\"ok\"", "knows us as system:serviceaccount:ci:jenkins", ApiServer.UID);
    }

    @Test
    void aTriedClusterThatIsNotThereSaysWhyAndWhatToDoWithoutTheSecret() throws Exception {
        String nowhere = "name=x&credentialsId=token&address=" + encoded("http://127.0.0.1:1");

        assertThat(post("admin", CLUSTER + "/testConnection?" + nowhere).body())
                .contains("class=\"error\"", "could not ask cluster x who we are", "perhaps you should")
                .doesNotContain("s3cr3t");
    }

    @Test
    void aTriedRegistrySaysWhetherItLetsUsIn() throws Exception {
        Vault.keep(Vault.password("right", "ci", "s3cr3t"), Vault.password("wrong", "ci", "0th3r"));
        try (PasswordRegistry registry = new PasswordRegistry("ci", "s3cr3t")) {
            String place = REGISTRY + "/testConnection?plainHttp=true&prefix=" + encoded(registry.host() + "/web");

            String right = post("admin", place + "&credentialsId=right").body();
            String wrong = post("admin", place + "&credentialsId=wrong").body();
            String none = post("admin", place + "&credentialsId=").body();

            assertThat(right).contains("class=\"ok\"", registry.host() + " lets us in");
            assertThat(wrong).contains("class=\"error\"", "perhaps you should").doesNotContain("0th3r");
            assertThat(none).contains("class=\"error\"");
        }
    }

    @Test
    void aNameInAnAnswerIsNoMarkup() throws Exception {
        String evil = encoded("<img src=x onerror=alert(1)>");

        assertThat(post(
                                "admin",
                                CLUSTER + "/testConnection?name=" + evil + "&credentialsId=token&address="
                                        + encoded("http://127.0.0.1:1"))
                        .body())
                .doesNotContain("<img src=x");
    }

    private static String tried(String path) {
        return path.endsWith("/testConnection") ? "?" + trial() : "";
    }

    private static String trial() {
        return "name=staging&credentialsId=token&address=" + encoded(api.address());
    }

    private static HttpResponse<String> post(String who, String path) throws Exception {
        return CLIENT.send(
                request(who, path)
                        .header("Jenkins-Crumb", "test")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String who, String path) throws Exception {
        return CLIENT.send(request(who, path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String who, String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + path));
        String pair = Base64.getEncoder().encodeToString((who + ":" + who).getBytes(StandardCharsets.UTF_8));
        return who.isEmpty() ? request : request.header("Authorization", "Basic " + pair);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
