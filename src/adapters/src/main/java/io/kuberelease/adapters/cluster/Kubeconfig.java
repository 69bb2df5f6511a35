package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The user's kubeconfig files, read as by kubectl: if several files have an entry of a name, the first one wins. */
final class Kubeconfig {
    private final List<Path> asked;
    private final List<KubeconfigFile> files;

    private Kubeconfig(List<Path> asked, List<KubeconfigFile> files) {
        this.asked = List.copyOf(asked);
        this.files = List.copyOf(files);
    }

    /** One file; relative paths in its content are relative to its directory. */
    private record KubeconfigFile(Path path, Config content) {}

    /**
     * Reads the files, and skips those that do not exist.
     *
     * @throws ReleaseException.Failed when one of them is no kubeconfig
     */
    static Kubeconfig read(List<Path> paths) {
        List<Path> asked = paths.stream().map(Path::toAbsolutePath).distinct().toList();
        return new Kubeconfig(
                asked,
                asked.stream()
                        .filter(Files::isRegularFile)
                        .map(path -> new KubeconfigFile(path, content(path)))
                        .toList());
    }

    /** The names of all contexts, in the order of the files. */
    List<String> contexts() {
        return files.stream()
                .flatMap(file -> file.content().getContexts().stream())
                .map(NamedContext::getName)
                .distinct()
                .toList();
    }

    /** The current context, or the only one. */
    Optional<String> current() {
        List<String> all = contexts();
        return files.stream()
                .map(file -> ContextRules.text(file.content().getCurrentContext()))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .or(() -> all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty());
    }

    /** The addresses of clusters by context, for showing them; without clusters that have a proxy of their own. */
    Map<String, URI> servers() {
        Map<String, URI> servers = new LinkedHashMap<>();
        for (String context : contexts()) {
            found(context, Config::getContexts, NamedContext::getName)
                    .flatMap(held -> Optional.ofNullable(held.entry().getContext()))
                    .flatMap(held ->
                            found(ContextRules.text(held.getCluster()), Config::getClusters, NamedCluster::getName))
                    .flatMap(held -> Optional.ofNullable(held.entry().getCluster()))
                    .filter(cluster -> !ContextRules.isSet(cluster.getProxyUrl()))
                    .flatMap(cluster -> address(ContextRules.text(cluster.getServer())))
                    .ifPresent(address -> servers.put(context, address));
        }
        return servers;
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException broken) {
            return Optional.empty();
        }
    }

    /**
     * The context with its cluster and user, paths made absolute; empty when there is no such context.
     *
     * @throws ReleaseException.Failed when its cluster or user does not exist
     */
    Optional<ContextEntry> entry(String context) {
        return found(context, Config::getContexts, NamedContext::getName)
                .map(held -> entry(context, held.entry().getContext()));
    }

    private ContextEntry entry(String name, @Nullable Context context) {
        List<String> missing = new ArrayList<>();
        String cluster = ContextRules.text(context == null ? null : context.getCluster());
        String user = ContextRules.text(context == null ? null : context.getUser());
        Optional<Held<NamedCluster>> foundCluster = found(cluster, Config::getClusters, NamedCluster::getName);
        Optional<Held<NamedAuthInfo>> foundUser = found(user, Config::getUsers, NamedAuthInfo::getName);
        if (foundCluster.isEmpty()) {
            missing.add(cluster.isEmpty() ? "it names no cluster" : "there is no cluster " + cluster);
        }
        if (foundUser.isEmpty()) {
            missing.add(user.isEmpty() ? "it names no user" : "there is no user " + user);
        }
        if (!missing.isEmpty()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "context " + name + " of your kubeconfig can't be used: " + String.join("; ", missing))
                    .suggesting("mend " + places()));
        }
        return new ContextEntry(name, clusterOf(foundCluster.get()), userOf(foundUser.get()));
    }

    private static Cluster clusterOf(Held<NamedCluster> held) {
        Cluster cluster = held.entry().getCluster() == null
                ? new Cluster()
                : Serialization.clone(held.entry().getCluster());
        held.resolve(cluster.getCertificateAuthority(), cluster::setCertificateAuthority);
        return cluster;
    }

    private static AuthInfo userOf(Held<NamedAuthInfo> held) {
        AuthInfo user = held.entry().getUser() == null
                ? new AuthInfo()
                : Serialization.clone(held.entry().getUser());
        held.resolve(user.getClientCertificate(), user::setClientCertificate);
        held.resolve(user.getClientKey(), user::setClientKey);
        held.resolve(user.getTokenFile(), user::setTokenFile);
        if (user.getExec() != null
                && ContextRules.text(user.getExec().getCommand()).contains("/")) {
            held.resolve(user.getExec().getCommand(), user.getExec()::setCommand);
        }
        return user;
    }

    /** The files for messages, with a remark on those that do not exist. */
    String places() {
        return asked.stream().map(path -> path + remark(path)).collect(Collectors.joining(" and "));
    }

    private static String remark(Path path) {
        if (!Files.isRegularFile(path)) {
            return " (which is not there)";
        }
        try {
            return FirstDocument.isAll(Files.readString(path))
                    ? ""
                    : " (of which kubectl too reads the first of several documents alone)";
        } catch (IOException | YamlEngineException unreadable) {
            return " (which can't be read)";
        }
    }

    private <T> Optional<Held<T>> found(String name, Function<Config, List<T>> entries, Function<T, String> nameOf) {
        return files.stream()
                .flatMap(file -> entries.apply(file.content()).stream()
                        .filter(entry -> name.equals(nameOf.apply(entry)))
                        .map(entry -> new Held<>(file, entry)))
                .findFirst();
    }

    /** An entry with the file that holds it. */
    private record Held<T>(KubeconfigFile file, T entry) {

        void resolve(@Nullable String path, Consumer<String> absolute) {
            if (ContextRules.isSet(path)) {
                absolute.accept(file.path().resolveSibling(path).normalize().toString());
            }
        }
    }

    private static Config content(Path path) {
        try {
            String text = FirstDocument.of(Files.readString(path));
            Config content = Serialization.unmarshal(text, Config.class);
            Optional<String> fault = KubeconfigShape.fault(text);
            if (fault.isPresent()) {
                throw refused("kubeconfig " + path + " can't be used, " + fault.get());
            }
            return content == null ? new Config() : withoutNulls(content);
        } catch (IOException problem) {
            throw refused("kubeconfig " + path + " can't be read: "
                    + problem.getClass().getSimpleName());
        } catch (ReleaseException.Failed wrong) {
            throw wrong;
        } catch (RuntimeException notOne) {
            // The parser's own message could show secrets of the file.
            throw refused(path + " is not a kubeconfig: it is not YAML of that form");
        }
    }

    /**
     * Replaces null lists by empty ones, as kubectl reads {@code users: null}, which is left when the last entry was
     * removed. Changes and returns its argument.
     */
    static Config withoutNulls(Config content) {
        content.setContexts(present(content.getContexts()));
        content.setClusters(present(content.getClusters()));
        content.setUsers(present(content.getUsers()));
        return content;
    }

    private static <T> List<T> present(@Nullable List<T> entries) {
        return entries == null
                ? List.of()
                : entries.stream().filter(Objects::nonNull).toList();
    }

    private static ReleaseException.Failed refused(String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, why).suggesting("mend it, or take it out of KUBECONFIG"));
    }
}
