package io.kuberelease.adapters.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a kubeconfig that kubectl honours: followed by our client and in what Helm is given, or refused. */
class KubeconfigFieldsTest {
    @TempDir
    Path dir;

    private HttpServer server;
    private final List<Headers> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> environment = new TreeMap<>(Map.of("PATH", "/usr/bin:/bin"));

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders());
            byte[] body =
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\"u\"}}"
                            .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Files.writeString(dir.resolve("token"), "from-the-file\n");
        Files.writeString(dir.resolve("ca.crt"), "an authority");
        Files.writeString(dir.resolve("me.crt"), "a certificate");
        Files.writeString(dir.resolve("me.key"), "a key");
        program("login", """
                [ -z "$NPM_TOKEN$SLACK_BOT_TOKEN" ] || exit 3
                [ "$1" = "two words" ] && [ "$REGION" = eu ] || exit 4
                case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*server*) ;; *) exit 5;; esac
                echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1",'
                echo '"status": {"token": "from-the-plugin"}}'
                """);
        program("broken", "echo 'warming up' >&2; echo 'the session has ended' >&2; exit 7");
        program("chatty", "echo 'a-secret'");
        String answer =
                "{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\", \"status\": {\"token\": ";
        program("trailing", "echo '" + answer + "\"t\"}}'; echo 'update available'");
        program("number", "echo '" + answer + "12}}'");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "token: t                                   | Authorization      | Bearer t",
                "tokenFile: token                           | Authorization      | Bearer from-the-file",
                "token: t, tokenFile: token                 | Authorization      | Bearer from-the-file",
                "username: u, password: p                   | Authorization      | Basic dTpw",
                "token: t, as: deployer                     | Impersonate-User   | deployer",
                "token: t, as: deployer                     | Authorization      | Bearer t",
                "token: t, as: deployer, as-groups: [a, b]  | Impersonate-Group  | a,b",
                "token: t, as: deployer, as-uid: '7'        | Impersonate-Uid    | 7",
                "token: t, as: deployer, as-user-extra: {scopes: [x, y]} | Impersonate-Extra-scopes | x,y",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: [two words],"
                        + " env: [{name: REGION, value: eu}], interactiveMode: Never, provideClusterInfo: true}"
                        + " | Authorization | Bearer from-the-plugin",
                "token: t, exec: {apiVersion: client.authentication.k8s.io/v1, command: ./broken,"
                        + " interactiveMode: Never} | Authorization | Bearer t",
            })
    void ourClientActsAsWhoTheUserSays(String user, String header, String expected) throws IOException {
        try (KubeconfigClusters clusters = clusters("", user)) {
            clusters.clusterId("here");

            assertThat(String.join(",", asked.get(0).getOrDefault(header, List.of())))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tokenFile: token                          | user    | token           | from-the-file",
                "username: u, password: p                  | user    | password        | p",
                "as: deployer                              | user    | as              | deployer",
                "as: deployer, as-groups: [a, b]           | user    | as-groups       | [a, b]",
                "as: deployer, as-uid: '7'                 | user    | as-uid          | 7",
                "as: deployer, as-user-extra: {s: [x]}     | user    | as-user-extra   | {s=[x]}",
                "client-certificate: me.crt, client-key: me.key | user | client-key-data | YSBrZXk=",
                "client-certificate: me.crt, client-key: me.key | user | client-certificate-data | YSBjZXJ0aWZpY2F0ZQ==",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: [two words],"
                        + " env: [{name: REGION, value: eu}], interactiveMode: Never, provideClusterInfo: true}"
                        + " | user | token | from-the-plugin",
                "certificate-authority: ca.crt             | cluster | certificate-authority-data | YW4gYXV0aG9yaXR5",
                "insecure-skip-tls-verify: true            | cluster | insecure-skip-tls-verify | true",
                "tls-server-name: other.example.org        | cluster | tls-server-name | other.example.org",
                "proxy-url: 'socks5://127.0.0.1:1080'      | cluster | proxy-url       | socks5://127.0.0.1:1080",
                "proxy-url: 'http://127.0.0.1:3128'        | cluster | proxy-url       | http://127.0.0.1:3128",
                "disable-compression: true                 | cluster | disable-compression | true",
            })
    void helmIsGivenTheSame(String fields, String where, String field, String expected) throws IOException {
        boolean user = where.equals("user");
        try (KubeconfigClusters clusters = clusters(user ? "" : fields, user ? fields : "token: t")) {
            Config handed = Serialization.unmarshal(
                    clusters.kubeconfig(new Target("here", Optional.empty(), new Namespace("polls"))), Config.class);

            Object held = user
                    ? handed.getUsers().get(0).getUser()
                    : handed.getClusters().get(0).getCluster();
            assertThat(String.valueOf(Serialization.unmarshal(Serialization.asYaml(held), Map.class)
                            .get(field)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | auth-provider: {name: oidc} | its auth-provider is not followed",
                "`` | token: t, username: u | it has a token and a username",
                "`` | client-certificate: me.crt | of client-certificate and client-key one is missing",
                "`` | token: t, as-groups: [a] | it sets as-uid, as-groups or as-user-extra without as",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x} | client.authentication.k8s.io/v1alpha1, which is none of",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1, command: x} | its exec has no interactiveMode",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1, command: ./trailing, interactiveMode: Never} | not JSON and nothing else, at line 2",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1, command: ./number, interactiveMode: Never} | its status.token is no text",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Always} | it asks a person (interactiveMode: Always), and nobody is at a terminal here",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1, command: ./broken, interactiveMode: Never} | it ended with exit code 7: the session has ended",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1, command: ./chatty, interactiveMode: Never} | what it printed is not JSON",
                "`` | exec: {apiVersion: client.authentication.k8s.io/v1, command: not-there, interactiveMode: Never, installHint: get it} | it is not on the PATH",
                "certificate-authority: ca.crt, insecure-skip-tls-verify: true | token: t | of which one can hold only",
                "proxy-url: 'https://proxy:443' | token: t | its proxy-url begins with https",
            })
    void whatCanNotBeFollowedIsRefusedWithItsReason(String cluster, String user, String why) throws IOException {
        try (KubeconfigClusters clusters = clusters(cluster, user)) {
            assertThatThrownBy(() -> clusters.clusterId("here"))
                    .isInstanceOf(ReleaseException.Failed.class)
                    .hasMessageContaining("context here")
                    .hasMessageContaining(why)
                    .hasMessageNotContaining("a-secret");
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void allThatCanNotBeFollowedIsSaidAtOnce() throws IOException {
        try (KubeconfigClusters clusters = clusters("proxy-url: nonsense", "as-uid: '7', client-key: me.key")) {
            assertThatThrownBy(() -> clusters.clusterId("here"))
                    .hasMessageContaining("proxy-url")
                    .hasMessageContaining("client-key")
                    .hasMessageContaining("as-uid");
        }
    }

    @Test
    void aPluginIsInstalledAsItsFileHints() throws IOException {
        String exec = "exec: {apiVersion: client.authentication.k8s.io/v1, command: not-there, interactiveMode: Never,"
                + " installHint: get it there}";
        try (KubeconfigClusters clusters = clusters("", exec)) {
            assertThatThrownBy(() -> clusters.clusterId("here"))
                    .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                        assertThat(failed.reason().kind()).isEqualTo(CauseKind.MISSING_TOOL);
                        assertThat(failed.reason().suggestion()).contains("install it: get it there");
                    });
        }
    }

    @Test
    void aPluginSeesNoSecretThatIsForOthers() throws IOException {
        environment.put("SLACK_BOT_TOKEN", "xoxb");
        environment.put("NPM_TOKEN", "npm");
        String exec = "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: [two words],"
                + " env: [{name: REGION, value: eu}], interactiveMode: Never, provideClusterInfo: true}";
        try (KubeconfigClusters clusters = clusters("", exec)) {
            assertThat(clusters.clusterId("here")).isEqualTo("u");
        }
    }

    @Test
    void theFirstOfSeveralFilesThatHoldsANameWinsAndPathsAreRelativeToTheirFile() throws IOException {
        Path other = Files.createDirectory(dir.resolve("other"));
        Files.writeString(other.resolve("token"), "of-the-other");
        Files.writeString(
                dir.resolve("contexts"), """
                contexts: [{name: here, context: {cluster: a, user: me}}]
                clusters: [{name: a, cluster: {server: "http://127.0.0.1:%d"}}]
                """.formatted(server.getAddress().getPort()));
        Files.writeString(other.resolve("users"), """
                clusters: [{name: a, cluster: {server: "http://127.0.0.1:1"}}]
                users: [{name: me, user: {tokenFile: token}}]
                """);
        environment.put("KUBECONFIG", dir.resolve("contexts") + ":" + other.resolve("users"));

        try (KubeconfigClusters clusters = KubeconfigClusters.of(new ChildEnvironment(environment), dir, false)) {
            clusters.clusterId("here");

            assertThat(asked.get(0).getFirst("Authorization")).isEqualTo("Bearer of-the-other");
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        environment.put("KUBECONFIG", dir.resolve("missing").toString());

        try (KubeconfigClusters clusters = KubeconfigClusters.of(new ChildEnvironment(environment), dir, false)) {
            assertThatThrownBy(() -> clusters.clusterId("here"))
                    .hasMessage(
                            "no context here in " + dir.resolve("missing") + " (which is not there); there are none");
        }
    }

    @Test
    void aUserOrClusterThatIsNotThereIsNamed() throws IOException {
        Files.writeString(dir.resolve("config"), "contexts: [{name: here, context: {cluster: a, user: me}}]");
        environment.put("KUBECONFIG", dir.resolve("config").toString());

        try (KubeconfigClusters clusters = KubeconfigClusters.of(new ChildEnvironment(environment), dir, false)) {
            assertThatThrownBy(() -> clusters.clusterId("here"))
                    .hasMessageContaining("there is no cluster a; there is no user me");
        }
    }

    private KubeconfigClusters clusters(String cluster, String user) throws IOException {
        Files.writeString(dir.resolve("config"), """
                contexts: [{name: here, context: {cluster: a, user: me, namespace: elsewhere}}]
                clusters: [{name: a, cluster: {server: "http://127.0.0.1:%d"%s}}]
                users: [{name: me, user: {%s}}]
                preferences: {colors: true}
                """.formatted(
                        server.getAddress().getPort(), cluster.isEmpty() ? "" : ", " + cluster, user));
        environment.put("KUBECONFIG", dir.resolve("config").toString());
        ChildEnvironment children = new ChildEnvironment(environment);
        children.withhold(List.of("NPM_TOKEN"));
        return KubeconfigClusters.of(children, dir, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"token: 0123", "token: yes", "token: 12", "username: u, password: 1e3", "token: t, as: 1000"})
    void aNumberWhereATextBelongsIsRefusedAsKubectlDoes(String user) throws IOException {
        assertThatThrownBy(() -> {
                    try (KubeconfigClusters clusters = clusters("", user)) {
                        clusters.clusterId("here");
                    }
                })
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("is a number or a truth value, and has to be a text: put it in quotes")
                .hasMessageContaining("line ");
    }

    @Test
    void aNameThatIsThereTwiceIsRefusedWithBothLines() throws IOException {
        Path file = Files.writeString(dir.resolve("twice"), """
                apiVersion: v1
                kind: Config
                contexts: [{name: here, context: {cluster: c, user: me}}]
                clusters: [{name: c, cluster: {server: "https://example.com"}}]
                users:
                  - name: me
                    user: {token: one}
                  - name: me
                    user: {token: two}
                """);

        assertThatThrownBy(() -> Kubeconfig.read(List.of(file)))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(
                        file + " can't be used, line 8: users has the name me a second time, after line 6");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(dir.resolve(name), "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
