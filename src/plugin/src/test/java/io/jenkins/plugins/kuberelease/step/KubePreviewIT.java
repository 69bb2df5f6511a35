package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import io.jenkins.plugins.kuberelease.ground.Await;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.app.preview.AppPreviews;
import io.kuberelease.app.preview.PreviewKeeper;
import io.kuberelease.app.preview.RegisteredApp;
import io.kuberelease.model.LivePreview;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The preview of a branch, from a real Jenkins in a real cluster, and its end. */
class KubePreviewIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final String name = "jstep-" + UUID.randomUUID().toString().substring(0, 6);

    @Test
    void aPreviewThatJenkinsBeganAnswersAfterARestartAndGoesWhenItIsToGo() throws Throwable {
        sessions.then(jenkins -> {
            DevClusters.configure(jenkins);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
            give(Objects.requireNonNull(jenkins.jenkins.getWorkspaceFor(job)));
            job.setDefinition(new CpsFlowDefinition(
                    "node('built-in') {\n def address = kubePreview branch: 'Feature', ingress: '"
                            + System.getenv("KUBE_RELEASE_INGRESS_STAGING") + "'\n echo \"it is at [${address}]\" }",
                    true));
            KeptJournal.of(job.scheduleBuild2(0).waitForStart()).awaitStarted("preview.deploy");
            assertThat(apps()).hasSize(1);
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("hello", WorkflowJob.class)
                    .getLastBuild();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            RegisteredApp app = apps().get(0);
            LivePreview preview = previews(app).get(0);
            jenkins.assertLogContains("it is at [" + preview.address().orElseThrow() + "]", run);

            run.getParent().delete();
            keeper().remove(app, previews -> previews.of("Feature"), "ann");

            Await.until("the preview is gone", LIMIT, () -> previews(app).isEmpty());
        });
    }

    private void give(FilePath workspace) throws Exception {
        DevClusters.giveHello(workspace, name);
        FilePath file = workspace.child("kube-release.yaml");
        file.write(
                file.readToString().replace("app: hello", "app: " + name)
                        + "preview: {cluster: staging, host: \"{branch}." + name
                        + ".example.com\", set: {host: \"{host}\"}, for: 10m}\n",
                "UTF-8");
        workspace.child("chart/templates/ingress.yaml").write("""
                        {{- if .Values.host }}
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata: {name: hello}
                        spec:
                          rules:
                            - host: {{ .Values.host }}
                              http:
                                paths:
                                  - path: /
                                    pathType: Prefix
                                    backend: {service: {name: hello, port: {number: 80}}}
                        {{- end }}
                        """, "UTF-8");
    }

    private static PreviewKeeper keeper() {
        return ReleaseControl.installed().orElseThrow().previews();
    }

    private static List<RegisteredApp> apps() {
        return keeper().register().of("hello");
    }

    private static List<LivePreview> previews(RegisteredApp app) {
        return keeper().asking(app, AppPreviews::live);
    }
}
