package io.kuberelease.adapters.builders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How buildah keeps a build's steps apart from the machine: its own way where it can, else a chroot. */
final class Isolation {
    private static final String OURS = "KUBE_RELEASE_BUILDAH_ISOLATION";
    private static final int SYS_ADMIN = 21;
    private static final int SYS_RESOURCE = 24;

    private final BuildSetup setup;

    Isolation(BuildSetup setup) {
        this.setup = setup;
    }

    /** A chroot has no network of its own to set up, so the machine's is used. */
    List<String> options() {
        Optional<String> wanted = setup.variable(OURS);
        if (wanted.isEmpty() && (setup.variable("BUILDAH_ISOLATION").isPresent() || !isConfined())) {
            return List.of();
        }
        String chosen = wanted.orElse("chroot");
        return chosen.equals("chroot")
                ? List.of("--isolation", "chroot", "--network", "host")
                : List.of("--isolation", chosen);
    }

    /** Root in a container or the like: runc would need capabilities that it does not have. */
    private static boolean isConfined() {
        try {
            String status = Files.readString(Path.of("/proc/self/status"));
            long capabilities = status.lines()
                    .filter(line -> line.startsWith("CapEff:"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16))
                    .findFirst()
                    .orElse(-1);
            boolean root = status.lines().anyMatch(line -> line.matches("Uid:\\s+0\\s.*"));
            long needed = (1L << SYS_ADMIN) | (1L << SYS_RESOURCE);
            return root && (capabilities & needed) != needed;
        } catch (IOException notLinux) {
            return false;
        }
    }
}
