package io.kuberelease.cli;

import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.DaemonSetList;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetList;
import io.fabric8.kubernetes.api.model.apps.StatefulSetList;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.api.model.events.v1.EventList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Loads the classes that a release needs and a command without a cluster does not, so that {@code bin/share-classes}
 * can store them in a form that Java loads quickly.
 */
final class SharedClasses {
    private static final String OURS = "kube-release-";
    private static final String CLASS = ".class";
    /** The types that watches, locks, journals and records request from a cluster. */
    private static final List<Class<? extends KubernetesResource>> READ = List.of(
            PodList.class,
            ConfigMapList.class,
            SecretList.class,
            ServiceList.class,
            EventList.class,
            DeploymentList.class,
            ReplicaSetList.class,
            StatefulSetList.class,
            DaemonSetList.class,
            JobList.class,
            LeaseList.class,
            WatchEvent.class,
            Status.class);

    private SharedClasses() {}

    /** Whether this run is for storing the classes. */
    static boolean areWanted() {
        return Boolean.getBoolean("kube-release.share-classes");
    }

    /**
     * Loads the classes.
     *
     * @throws IllegalStateException when a class of the program is missing
     */
    static void load() {
        loadOurs();
        KubernetesSerialization serialization = new KubernetesSerialization();
        READ.forEach(kind -> serialization.asJson(serialization.unmarshal("{\"metadata\":{}}", kind)));
        askNobody();
    }

    private static void loadOurs() {
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(file -> Path.of(file).getFileName().toString().startsWith(OURS))
                .forEach(SharedClasses::loadAll);
    }

    private static void loadAll(String file) {
        try (JarFile jar = new JarFile(file)) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS) && !name.contains("-"))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .forEach(SharedClasses::load);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, SharedClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException("the program lacks classes of its own: " + name, e);
        }
    }

    /** Loads the HTTP client with a request to a port that refuses; an answer is not needed. */
    private static void askNobody() {
        try {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:9"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException refused) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
