package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ClusterBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig from somebody who may not be trusted on this machine: it is refused if it would run a program or read a
 * file here. Holds secrets.
 */
public final class UntrustedKubeconfig {
    private final String what;
    private final Config content;

    private UntrustedKubeconfig(String what, Config content) {
        this.what = what;
        this.content = content;
    }

    /**
     * Parses a kubeconfig without reading files or running programs.
     *
     * @param what its name for messages, for example {@code credential staging-kubeconfig}
     * @throws ReleaseException.Failed when it is no kubeconfig
     */
    public static UntrustedKubeconfig read(String what, String text) {
        Config content;
        try {
            content = Serialization.unmarshal(FirstDocument.of(text), Config.class);
        } catch (RuntimeException notOne) {
            // The parser's own message could show secrets of the text.
            throw refused(what + " is not a kubeconfig: it is not YAML of that form");
        }
        if (content == null || Kubeconfig.withoutNulls(content).getContexts().isEmpty()) {
            throw refused(what + " is not a kubeconfig: it has no contexts");
        }
        return new UntrustedKubeconfig(what, content);
    }

    /**
     * A kubeconfig with one context only, which refers to no files or programs.
     *
     * @param name the name that the context gets
     * @param context the context to take; if absent, the current one, else the only one
     * @throws ReleaseException.Failed when there is no such context, or it would run a program or read a file
     */
    public String only(String name, Optional<String> context) {
        ContextEntry values = chosen(name, context);
        return InlineKubeconfig.write(name, values.cluster(), values.user());
    }

    /**
     * The client's settings for a context, including impersonation.
     *
     * @throws ReleaseException.Failed as {@link #only}
     */
    public io.fabric8.kubernetes.client.Config settings(String name, Optional<String> context) {
        PluginRunner none = new PluginRunner(new ChildEnvironment(Map.of()), false);
        return new ClientSettings(none, new Proxies(Map.of()), InstantSource.system()).of(chosen(name, context));
    }

    /**
     * The name in the cluster's certificate, if it is not the one in its address.
     *
     * @throws ReleaseException.Failed as {@link #only}
     */
    public Optional<String> tlsServerName(String name, Optional<String> context) {
        return Optional.ofNullable(chosen(name, context).cluster().getTlsServerName())
                .filter(UntrustedKubeconfig::isSet);
    }

    /**
     * Checks the kubeconfig for a client that is not ours and reads it by itself.
     *
     * @throws ReleaseException.Failed as {@link #only}, and for fields that such a client would ignore
     */
    public void admitToOthers(String name) {
        refuse(
                "tls-server-name",
                tlsServerName(name, Optional.empty()).isPresent(),
                "is not followed by the Kubernetes plugin; a cluster of kube-release's configuration follows it");
    }

    private ContextEntry chosen(String name, Optional<String> context) {
        Context chosen = entry("context", content.getContexts(), NamedContext::getName, context(context))
                .getContext();
        Cluster cluster = entry("cluster", content.getClusters(), NamedCluster::getName, chosen.getCluster())
                .getCluster();
        AuthInfo user = entry("user", content.getUsers(), NamedAuthInfo::getName, chosen.getUser())
                .getUser();
        refuse("certificate-authority", isSet(cluster.getCertificateAuthority()), "reads a file on this machine");
        refuse("client-certificate", isSet(user.getClientCertificate()), "reads a file on this machine");
        refuse("client-key", isSet(user.getClientKey()), "reads a file on this machine");
        refuse("tokenFile", isSet(user.getTokenFile()), "reads a file on this machine");
        refuse("exec", user.getExec() != null, "runs a program on this machine");
        refuse("auth-provider", user.getAuthProvider() != null, "runs a program on this machine");
        ContextEntry values = new ContextEntry(name, values(cluster), values(user));
        List<String> problems = ContextRules.problems(values);
        if (!problems.isEmpty()) {
            throw refused(what + " is refused: " + String.join("; ", problems));
        }
        return values;
    }

    private String context(Optional<String> wanted) {
        return wanted.or(() -> Optional.ofNullable(content.getCurrentContext()).filter(UntrustedKubeconfig::isSet))
                .or(() -> content.getContexts().size() == 1
                        ? Optional.of(content.getContexts().get(0).getName())
                        : Optional.empty())
                .orElseThrow(() -> refused(
                        what + " has several contexts and none is current", "say which context of it is meant"));
    }

    private <T> T entry(String kind, List<T> entries, Function<T, String> nameOf, String name) {
        return entries.stream()
                .filter(entry -> nameOf.apply(entry).equals(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        what + " has no " + kind + " " + name + "; there are: "
                                + String.join(", ", entries.stream().map(nameOf).toList()),
                        "name one of them, or correct the kubeconfig"));
    }

    private void refuse(String field, boolean there, String why) {
        if (there) {
            throw refused(what + " is refused: its " + field + " " + why);
        }
    }

    /** A copy of only those fields that we know to be plain values; all others are dropped. */
    private static Cluster values(Cluster cluster) {
        return new ClusterBuilder()
                .withServer(cluster.getServer())
                .withCertificateAuthorityData(cluster.getCertificateAuthorityData())
                .withInsecureSkipTlsVerify(cluster.getInsecureSkipTlsVerify())
                .withTlsServerName(cluster.getTlsServerName())
                .withProxyUrl(cluster.getProxyUrl())
                .withDisableCompression(cluster.getDisableCompression())
                .build();
    }

    private static AuthInfo values(AuthInfo user) {
        return new AuthInfoBuilder()
                .withToken(user.getToken())
                .withUsername(user.getUsername())
                .withPassword(user.getPassword())
                .withClientCertificateData(user.getClientCertificateData())
                .withClientKeyData(user.getClientKeyData())
                .withAs(user.getAs())
                .withAsUid(user.getAsUid())
                .withAsGroups(ContextRules.groups(user))
                .withAsUserExtra(ContextRules.extra(user))
                .build();
    }

    private static ReleaseException.Failed refused(String why) {
        return refused(
                why,
                "give a kubeconfig that holds certificates, keys and tokens themselves (kubectl config view"
                        + " --raw --flatten --minify)");
    }

    private static ReleaseException.Failed refused(String why, String advice) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, why).suggesting(advice));
    }

    private static boolean isSet(@Nullable String text) {
        return ContextRules.isSet(text);
    }
}
