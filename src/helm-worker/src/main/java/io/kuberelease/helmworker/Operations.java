package io.kuberelease.helmworker;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import com.marcnuri.helm.VersionCommand;
import com.marcnuri.helm.jni.HelmLib;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the worker can do, each operation a method. */
final class Operations {
    private final HelmLib helm;
    private final WorkDirectory directory;
    private final Packing packing;

    Operations(HelmLib helm, WorkDirectory directory) {
        this.helm = helm;
        this.directory = directory;
        this.packing = new Packing(helm);
    }

    /** Who answers. */
    record Hello(int protocol, String helm) {}

    /**
     * A chart's directory.
     *
     * @param dependencies archives in Base64, by their names in {@code charts/}, which are taken in there
     */
    record PackArguments(String path, @Nullable Map<String, String> dependencies) {}

    /** The packaged chart in Base64, empty when it failed; and Helm's findings. */
    record Packed(String archive, boolean failed, List<String> findings) {}

    /**
     * What to render. Archives are in Base64; without a kubeconfig no cluster is asked.
     *
     * @param revision the revision it will be
     * @param upgrade whether there is a release already
     */
    record RenderArguments(
            String chart,
            String values,
            String name,
            String namespace,
            String kubeconfig,
            int revision,
            boolean upgrade) {}

    /** What every template rendered to. */
    record RenderedChart(List<Rendering.Rendered> templates) {}

    /** What to install or upgrade, and how. */
    record ApplyArguments(
            String chart,
            String values,
            String name,
            String namespace,
            String kubeconfig,
            String description,
            boolean waitReady,
            int timeoutSeconds) {}

    /** What Helm has applied. */
    record Applied(int revision, String status) {}

    Hello hello() {
        return new Hello(Protocol.VERSION, new VersionCommand(helm).call().strip());
    }

    Packed pack(PackArguments asked) throws IOException {
        Path scratch = directory.scratch();
        try {
            return packing.pack(Path.of(asked.path()), decoded(asked.dependencies()), scratch);
        } finally {
            WorkDirectory.delete(scratch);
        }
    }

    private static Map<String, byte[]> decoded(@Nullable Map<String, String> archives) {
        Map<String, byte[]> bytes = new TreeMap<>();
        if (archives != null) {
            archives.forEach((name, text) -> bytes.put(name, Base64.getDecoder().decode(text)));
        }
        return bytes;
    }

    RenderedChart render(RenderArguments asked) throws IOException {
        Path scratch = directory.scratch();
        try {
            ChartFiles chart = ChartFiles.read(Base64.getDecoder().decode(asked.chart()));
            Path copy = scratch.resolve("chart");
            Rendering.telling(chart, asked.revision(), asked.upgrade()).writeTo(copy);
            InstallCommand command = new InstallCommand(helm, copy)
                    .withName(asked.name())
                    .withNamespace(asked.namespace())
                    .withValuesFile(written(scratch.resolve("values.yaml"), asked.values()))
                    .skipCrds()
                    .dryRun();
            if (isSet(asked.kubeconfig())) {
                command.withKubeConfigContents(asked.kubeconfig()).withDryRunOption(DryRun.SERVER);
            } else {
                command.clientOnly();
            }
            return new RenderedChart(Rendering.readFrom(command.call().getOutput()));
        } finally {
            WorkDirectory.delete(scratch);
        }
    }

    Applied install(ApplyArguments asked) throws IOException {
        Path scratch = directory.scratch();
        try {
            InstallCommand command = new InstallCommand(helm, chart(scratch, asked))
                    .withName(asked.name())
                    .withNamespace(asked.namespace())
                    .withValuesFile(written(scratch.resolve("values.yaml"), asked.values()))
                    .withKubeConfigContents(needed(asked.kubeconfig()))
                    .withDescription(asked.description())
                    .withTimeout(asked.timeoutSeconds())
                    .skipCrds();
            return applied((asked.waitReady() ? command.waitReady() : command).call());
        } finally {
            WorkDirectory.delete(scratch);
        }
    }

    // Not "upgrade with install": that drops the kubeconfig on a first release and takes whatever it finds.
    Applied upgrade(ApplyArguments asked) throws IOException {
        Path scratch = directory.scratch();
        try {
            UpgradeCommand command = new UpgradeCommand(helm, chart(scratch, asked))
                    .withName(asked.name())
                    .withNamespace(asked.namespace())
                    .withValuesFile(written(scratch.resolve("values.yaml"), asked.values()))
                    .resetValues()
                    .withKubeConfigContents(needed(asked.kubeconfig()))
                    .withDescription(asked.description())
                    .withTimeout(asked.timeoutSeconds())
                    .skipCrds();
            return applied((asked.waitReady() ? command.waitReady() : command).call());
        } finally {
            WorkDirectory.delete(scratch);
        }
    }

    private static Path chart(Path scratch, ApplyArguments asked) throws IOException {
        return Files.write(scratch.resolve("chart.tgz"), Base64.getDecoder().decode(asked.chart()));
    }

    private static Path written(Path file, String content) throws IOException {
        return Files.writeString(file, content);
    }

    /** Without contents Helm would take whatever cluster it finds. */
    private static String needed(String kubeconfig) {
        if (!isSet(kubeconfig)) {
            throw new IllegalArgumentException("the request names no cluster: kubeconfig is empty");
        }
        return kubeconfig;
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static Applied applied(Release release) {
        return new Applied(Integer.parseInt(release.getRevision()), release.getStatus());
    }
}
