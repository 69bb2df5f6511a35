package io.kuberelease.adapters.kubernetes.tracking;

/** Small workloads for the tests on a real cluster. */
final class Manifests {
    private Manifests() {}

    /** A Deployment whose container section is given; 10 spaces of indentation are added to each of its lines. */
    static String deployment(String name, int replicas, String container) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      containers:
                        - name: web
                %3$s
                """.formatted(name, replicas, container.indent(10));
    }

    /** Runs a shell script in busybox. */
    static String shell(String script) {
        return "image: busybox:1.35\ncommand: [sh, -c, '" + script + "']\n";
    }

    static String job(String name, String script) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                        - name: migrate
                          image: busybox:1.35
                          command: [sh, -c, '%s']
                """.formatted(name, script);
    }
}
