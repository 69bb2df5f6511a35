package io.kuberelease.helmworker;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.PackageCommand;
import com.marcnuri.helm.jni.HelmLib;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes an archive of a chart's directory, which it leaves as it is. */
final class Packing {
    private final HelmLib helm;
    private final Dependencies dependencies;

    Packing(HelmLib helm) {
        this.helm = helm;
        this.dependencies = new Dependencies(helm);
    }

    /** Takes in what the chart depends on, checks it, and packs it. */
    Operations.Packed pack(Path source, Map<String, byte[]> archives, Path scratch) throws IOException {
        Path chart = dependencies.takenIn(source, archives, scratch);
        LintResult lint = new LintCommand(helm, chart).call();
        List<String> findings = lint.getMessages().stream()
                .map(finding -> finding.replace(chart.toString(), source.toString()))
                .toList();
        if (lint.isFailed()) {
            return new Operations.Packed("", true, findings);
        }
        Path packed = Files.createDirectory(scratch.resolve("packed"));
        new PackageCommand(helm, new Helm(chart), chart).withDestination(packed).call();
        try (Stream<Path> made = Files.list(packed)) {
            Path archive = made.findFirst().orElseThrow(() -> new IOException("Helm made no archive of " + source));
            return new Operations.Packed(
                    Base64.getEncoder().encodeToString(Files.readAllBytes(archive)), false, findings);
        }
    }
}
