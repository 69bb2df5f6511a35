package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The user's kubeconfig files, read as kubectl reads them: the first file that holds a name wins. */
final class Kubeconfig {
    private final List<KubeconfigFile> files;

    private Kubeconfig(List<KubeconfigFile> files) {
        this.files = List.copyOf(files);
    }

    /** One file; paths in it are relative to its directory. */
    private record KubeconfigFile(Path path, Config content) {}

    /** Reads the files that exist. */
    static Kubeconfig read(List<Path> paths) {
        List<KubeconfigFile> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isRegularFile(path)) {
                files.add(
                        new KubeconfigFile(path.toAbsolutePath(), Serialization.unmarshal(textOf(path), Config.class)));
            }
        }
        return new Kubeconfig(files);
    }

    /** The names of all contexts, in the order of the files. */
    List<String> contexts() {
        return files.stream()
                .flatMap(file -> file.content().getContexts().stream())
                .map(NamedContext::getName)
                .distinct()
                .toList();
    }

    /** The file that holds the context with its cluster and user, when one file does. */
    Optional<Path> fileOf(String context) {
        return found(context, Config::getContexts, NamedContext::getName)
                .filter(held ->
                        has(held, held.entry().getContext().getCluster(), Config::getClusters, NamedCluster::getName))
                .filter(held ->
                        has(held, held.entry().getContext().getUser(), Config::getUsers, NamedAuthInfo::getName))
                .map(held -> held.file().path());
    }

    /** A kubeconfig with this context alone, what it refers to inline; empty when there is no such context. */
    Optional<String> only(String context) {
        return found(context, Config::getContexts, NamedContext::getName).map(held -> {
            ConfigBuilder result = new ConfigBuilder()
                    .withApiVersion("v1")
                    .withKind("Config")
                    .withCurrentContext(context)
                    .addToContexts(held.entry());
            found(held.entry().getContext().getCluster(), Config::getClusters, NamedCluster::getName)
                    .ifPresent(cluster -> result.addToClusters(inlineCluster(cluster)));
            found(held.entry().getContext().getUser(), Config::getUsers, NamedAuthInfo::getName)
                    .ifPresent(user -> result.addToUsers(inlineUser(user)));
            return Serialization.asYaml(result.build());
        });
    }

    private static NamedCluster inlineCluster(Held<NamedCluster> held) {
        NamedCluster named = Serialization.clone(held.entry());
        Cluster cluster = named.getCluster();
        held.inline(cluster.getCertificateAuthority(), cluster::setCertificateAuthorityData);
        cluster.setCertificateAuthority("");
        return named;
    }

    private static NamedAuthInfo inlineUser(Held<NamedAuthInfo> held) {
        NamedAuthInfo named = Serialization.clone(held.entry());
        AuthInfo user = named.getUser();
        held.inline(user.getClientCertificate(), user::setClientCertificateData);
        user.setClientCertificate("");
        held.inline(user.getClientKey(), user::setClientKeyData);
        user.setClientKey("");
        if (isSet(user.getTokenFile())) {
            user.setTokenFile(held.resolve(user.getTokenFile()).toString());
        }
        if (user.getExec() != null && user.getExec().getCommand().contains("/")) {
            user.getExec().setCommand(held.resolve(user.getExec().getCommand()).toString());
        }
        return named;
    }

    private <T> Optional<Held<T>> found(String name, Function<Config, List<T>> entries, Function<T, String> nameOf) {
        return files.stream()
                .flatMap(file -> entries.apply(file.content()).stream()
                        .filter(entry -> nameOf.apply(entry).equals(name))
                        .map(entry -> new Held<>(file, entry)))
                .findFirst();
    }

    private static <T> boolean has(
            Held<NamedContext> held, String name, Function<Config, List<T>> entries, Function<T, String> nameOf) {
        return entries.apply(held.file().content()).stream()
                .anyMatch(entry -> nameOf.apply(entry).equals(name));
    }

    /** An entry with the file it stands in. */
    private record Held<T>(KubeconfigFile file, T entry) {

        Path resolve(String path) {
            return file.path().resolveSibling(path);
        }

        void inline(String path, Consumer<String> data) {
            if (isSet(path)) {
                try {
                    data.accept(Base64.getEncoder().encodeToString(Files.readAllBytes(resolve(path))));
                } catch (IOException problem) {
                    throw new UncheckedIOException("kubeconfig " + file.path() + " names a missing file", problem);
                }
            }
        }
    }

    // The model is made for JSON: what is absent there is null here.
    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static String textOf(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException problem) {
            throw new UncheckedIOException("kubeconfig " + path + " can't be read", problem);
        }
    }
}
