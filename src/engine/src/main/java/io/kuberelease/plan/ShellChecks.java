package io.kuberelease.plan;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.util.List;

/** Readiness checks as a shell command, for images known to have a shell. */
final class ShellChecks {

    private ShellChecks() {}

    /**
     * Succeeds as soon as the command does. It is asked several times a second within one check, since a cluster checks
     * once a second at most.
     */
    static ReadyCheck until(String command) {
        return new ReadyCheck.Command(List.of(
                "sh",
                "-c",
                "i=0; while [ $i -lt 40 ]; do " + command + " >/dev/null 2>/tmp/kube-release-check && exit 0; "
                        + "i=$((i+1)); sleep 0.2; done; cat /tmp/kube-release-check; exit 1"));
    }
}
