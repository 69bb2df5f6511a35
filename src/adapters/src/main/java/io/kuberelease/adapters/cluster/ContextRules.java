package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields of a kubeconfig's context that we don't support, or that kubectl would refuse: ignoring them could mean
 * acting as another user, or in another cluster. The guide lists the supported fields.
 */
final class ContextRules {
    private static final Set<String> EXEC_VERSIONS =
            Set.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");
    private static final Set<String> INTERACTIVE = Set.of("Never", "IfAvailable", "Always");

    private final List<String> problems = new ArrayList<>();

    private ContextRules() {}

    /**
     * Refuses a context that has any problem.
     *
     * @throws ReleaseException.Failed with all problems
     */
    static void require(ContextEntry entry) {
        List<String> problems = problems(entry);
        if (!problems.isEmpty()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "context " + entry.context() + " of your kubeconfig can't be used: "
                                    + String.join("; ", problems))
                    .suggesting("mend the kubeconfig; the guide lists the fields that are followed"));
        }
    }

    /** All problems, those of the cluster first; empty when there are none. Shows no value that could be secret. */
    static List<String> problems(ContextEntry entry) {
        ContextRules rules = new ContextRules();
        rules.checkCluster(entry.cluster());
        rules.checkUser(entry.user());
        return List.copyOf(rules.problems);
    }

    private void checkCluster(Cluster cluster) {
        String server = text(cluster.getServer());
        require(server.matches("https?://[^/?#]+.*"), "its server is not an http or https address");
        boolean trusted = isSet(cluster.getCertificateAuthority()) || isSet(cluster.getCertificateAuthorityData());
        require(
                !trusted || !Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()),
                "it names a certificate-authority and sets insecure-skip-tls-verify, of which one can hold only");
        String proxy = text(cluster.getProxyUrl());
        require(
                proxy.isEmpty() || proxy.matches("(http|socks5)://[^/?#]+:\\d+/?"),
                proxy.startsWith("https:")
                        ? "its proxy-url begins with https; proxies are reached by http or socks5"
                        : "its proxy-url is not http://HOST:PORT or socks5://HOST:PORT");
    }

    private void checkUser(AuthInfo user) {
        require(
                user.getAuthProvider() == null,
                "its auth-provider is not followed (kubectl has given up all but one of them); an exec plugin, for example"
                        + " kubelogin, takes its place");
        boolean token = isSet(user.getToken()) || isSet(user.getTokenFile());
        boolean password = isSet(user.getUsername()) || isSet(user.getPassword());
        require(!token || !password, "it has a token and a username, of which one can hold only");
        boolean certificate = isSet(user.getClientCertificate()) || isSet(user.getClientCertificateData());
        boolean key = isSet(user.getClientKey()) || isSet(user.getClientKeyData());
        require(certificate == key, "of client-certificate and client-key one is missing");
        boolean more = isSet(user.getAsUid())
                || !groups(user).isEmpty()
                || !extra(user).isEmpty();
        require(!more || isSet(user.getAs()), "it sets as-uid, as-groups or as-user-extra without as");
        if (user.getExec() != null) {
            checkExec(user.getExec());
        }
    }

    private void checkExec(ExecConfig exec) {
        require(isSet(exec.getCommand()), "its exec names no command");
        String version = text(exec.getApiVersion());
        require(
                EXEC_VERSIONS.contains(version),
                "its exec speaks " + (version.isEmpty() ? "no apiVersion" : version) + ", which is none of "
                        + String.join(", ", EXEC_VERSIONS.stream().sorted().toList()));
        String mode = text(exec.getInteractiveMode());
        require(
                INTERACTIVE.contains(mode) || (mode.isEmpty() && !version.endsWith("/v1")),
                "its exec has " + (mode.isEmpty() ? "no interactiveMode" : "interactiveMode " + mode)
                        + ", which has to be Never, IfAvailable or Always");
    }

    private void require(boolean met, String problem) {
        if (!met) {
            problems.add(problem);
        }
    }

    // In the client's model an absent field is null.
    static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static List<String> groups(AuthInfo user) {
        List<String> groups = user.getAsGroups();
        return groups == null ? List.of() : groups;
    }

    static Map<String, List<String>> extra(AuthInfo user) {
        Map<String, List<String>> extra = user.getAsUserExtra();
        return extra == null ? Map.of() : extra;
    }
}
