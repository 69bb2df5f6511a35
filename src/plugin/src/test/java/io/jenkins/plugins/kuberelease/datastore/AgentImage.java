package io.jenkins.plugins.kuberelease.datastore;

import hudson.remoting.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small agent's image, made from this machine's Java and the Jenkins under test, in the dev cluster's registry. */
final class AgentImage {
    static final String NAME = System.getenv().getOrDefault("KUBE_RELEASE_REGISTRY", "localhost:5000") + "/it/agent:1";

    private static final String MODULES = "java.base,java.logging,java.xml,java.naming,java.management,java.net.http,"
            + "java.security.jgss,java.instrument,java.desktop,java.sql,jdk.crypto.ec,jdk.unsupported,jdk.zipfs";
    private static final String DOCKERFILE = """
        FROM debian:bookworm-slim
        COPY jre /opt/jre
        COPY agent.jar start /
        WORKDIR /home/jenkins/agent
        ENTRYPOINT ["sh", "/start"]
        """;
    private static final String START = """
        exec /opt/jre/bin/java -jar /agent.jar -url "$JENKINS_URL" -tunnel "$JENKINS_TUNNEL" -secret "$JENKINS_SECRET" \\
          -name "$JENKINS_AGENT_NAME" -workDir /home/jenkins/agent
        """;

    private AgentImage() {}

    /**
     * Builds and pushes it.
     *
     * @param context an empty directory
     */
    static void push(Path context) throws Exception {
        Path java = Path.of(System.getProperty("java.home"));
        run(
                java.resolve("bin/jlink").toString(),
                "--strip-debug",
                "--no-man-pages",
                "--no-header-files",
                "--add-modules",
                MODULES,
                "--output",
                context.resolve("jre").toString());
        Path remoting = Path.of(Channel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(remoting, context.resolve("agent.jar"));
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        Files.writeString(context.resolve("start"), START);
        run(
                "buildctl",
                "build",
                "--frontend",
                "dockerfile.v0",
                "--local",
                "context=" + context,
                "--local",
                "dockerfile=" + context,
                "--output",
                "type=image,name=" + NAME + ",push=true");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
    }
}
