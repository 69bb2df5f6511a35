package io.jenkins.plugins.kuberelease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is in the plugin's archive, and what must not be. */
class PackagedPluginTest {
    private static final Path ARCHIVE = Path.of("target", "kube-release.hpi");

    @Test
    void bundlesItsOwnLibrariesAndNothingAnotherPluginProvides() throws IOException {
        assertThat(names("WEB-INF/lib/"))
                .map(name -> name.replaceFirst("(-\\d.*)?\\.jar$", ""))
                .containsExactlyInAnyOrder(
                        "kube-release",
                        "kube-release-adapters",
                        "kube-release-app",
                        "kube-release-engine",
                        "kube-release-helm-worker",
                        "kube-release-web",
                        "java-diff-utils",
                        "snakeyaml-engine");
    }

    @Test
    void tellsJenkinsOfItsExtensions() throws IOException {
        assertThat(text("META-INF/annotations/hudson.Extension.txt")).contains("KubeReleaseStep$DescriptorImpl");
        assertThat(text("META-INF/services/annotations/org.jenkinsci.Symbol")).contains("KubeReleaseStep");
    }

    private static List<String> names(String folder) throws IOException {
        try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
            return archive.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(folder) && !name.endsWith("/"))
                    .map(name -> name.substring(folder.length()))
                    .toList();
        }
    }

    /** A file of the plugin's own jar; empty when there is none. */
    private static String text(String name) throws IOException {
        try (ZipInputStream jar = new ZipInputStream(new ByteArrayInputStream(own()))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(jar.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            return "";
        }
    }

    private static byte[] own() throws IOException {
        try (ZipFile archive = new ZipFile(ARCHIVE.toFile());
                InputStream jar = archive.getInputStream(archive.getEntry("WEB-INF/lib/kube-release.jar"))) {
            return jar.readAllBytes();
        }
    }
}
