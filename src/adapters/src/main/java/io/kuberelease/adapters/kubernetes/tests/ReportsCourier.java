package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.kuberelease.adapters.kubernetes.jobs.RestrictedContainers;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sidecar container that carries the reports out of the pod: when the tests have ended, the cluster stops it, and
 * it writes the reports to its log. So nothing has to be executed in the pod from outside, and the app's image needs no
 * shell.
 */
final class ReportsCourier {

    static final String CONTAINER = "reports";
    static final String VOLUME = "reports";
    static final String SCRATCH = "reports-scratch";
    static final String BEGIN = "-----BEGIN REPORTS-----";
    static final String END = "-----END REPORTS-----";
    static final String NONE = "-----NO REPORTS-----";
    static final String UNREADABLE = "-----UNREADABLE REPORT-----";
    static final String TOO_LARGE = "-----REPORTS TOO LARGE-----";

    /**
     * In bytes, compressed. A kubelet keeps 10 MiB of a log, which must also hold the overhead of Base64 and of log
     * lines.
     */
    static final int LARGEST = 6 * 1024 * 1024;

    private static final String MOUNT = "/reports";

    // Needs a volume, since the user may not be allowed to write to the image's own directory.
    private static final String TEMPORARY = "/tmp";

    private static final Map<String, String> REQUESTS = Map.of("cpu", "10m", "memory", "32Mi");
    private static final Map<String, String> LIMITS = Map.of("cpu", "200m", "memory", "128Mi");

    /** Set only if the tests set it, which shows that the namespace demands it. */
    private static final String DISK = "ephemeral-storage";

    private static final String DISK_AMOUNT = "256Mi";

    // Copies the files since Busybox' tar takes no list of files. The Base64 lines are long, since each line of a log
    // takes some 45 bytes more.
    private static final String SCRIPT = """
            carry() {
              cd "$MOUNT" && find . -type f -name "$NAME" | sort >/tmp/files
              [ -s /tmp/files ] || { echo "$NONE"; exit 0; }
              while IFS= read -r file; do
                mkdir -p "/tmp/reports/${file%/*}" && cp "$file" "/tmp/reports/$file" || echo "$UNREADABLE $file"
              done </tmp/files
              tar -C /tmp/reports -czf /tmp/reports.tar.gz .
              size=$(wc -c </tmp/reports.tar.gz)
              [ "$size" -le "$LARGEST" ] || { echo "$TOO_LARGE $size"; exit 0; }
              echo "$BEGIN"
              base64 -w 4000 /tmp/reports.tar.gz
              echo "$END"
              exit 0
            }
            trap carry TERM
            while :; do sleep 86400 & wait $!; done
            """;

    private ReportsCourier() {}

    /**
     * A container that starts before the tests and ends after them.
     *
     * @param user the tests' user, so that it can read whatever they wrote
     * @param tests the tests' needs, which show whether resources must name ephemeral storage
     */
    static Container container(String image, ReportsPlace place, long user, ContainerNeeds tests) {
        ContainerNeeds needs = new ContainerNeeds(Optional.of(user), Optional.of(resources(tests.resourcesOrSmall())));
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(image)
                .withRestartPolicy("Always")
                .withCommand("sh", "-c", SCRIPT)
                .addNewEnv()
                .withName("MOUNT")
                .withValue(MOUNT)
                .endEnv()
                .addNewEnv()
                .withName("NAME")
                .withValue(place.namePattern())
                .endEnv()
                .addNewEnv()
                .withName("LARGEST")
                .withValue(Integer.toString(LARGEST))
                .endEnv()
                .addNewEnv()
                .withName("BEGIN")
                .withValue(BEGIN)
                .endEnv()
                .addNewEnv()
                .withName("END")
                .withValue(END)
                .endEnv()
                .addNewEnv()
                .withName("NONE")
                .withValue(NONE)
                .endEnv()
                .addNewEnv()
                .withName("UNREADABLE")
                .withValue(UNREADABLE)
                .endEnv()
                .addNewEnv()
                .withName("TOO_LARGE")
                .withValue(TOO_LARGE)
                .endEnv()
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(MOUNT)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName(SCRATCH)
                .withMountPath(TEMPORARY)
                .endVolumeMount()
                .withSecurityContext(new SecurityContextBuilder(RestrictedContainers.securityContext(needs))
                        .withReadOnlyRootFilesystem(true)
                        .build())
                .withResources(RestrictedContainers.resources(needs.resourcesOrSmall()))
                .build();
    }

    private static Resources resources(Resources tests) {
        return new Resources(withDisk(REQUESTS, tests.requests()), withDisk(LIMITS, tests.limits()));
    }

    private static Map<String, String> withDisk(Map<String, String> amounts, Map<String, String> tests) {
        Map<String, String> all = new HashMap<>(amounts);
        if (tests.containsKey(DISK)) {
            all.put(DISK, DISK_AMOUNT);
        }
        return all;
    }
}
