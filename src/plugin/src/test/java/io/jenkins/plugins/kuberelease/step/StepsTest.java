package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.InvisibleAction;
import hudson.model.Result;
import hudson.model.RootAction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What all steps have in common: the snippet generator, and what they say of bad input. No cluster is reached. */
@WithJenkins
class StepsTest {
    private static final Map<String, Class<? extends ReleaseStep>> STEPS = new LinkedHashMap<>(Map.of(
            "kubeRelease", KubeReleaseStep.class,
            "kubePromote", KubePromoteStep.class,
            "kubeRollback", KubeRollbackStep.class,
            "kubeBuild", KubeBuildStep.class,
            "kubeTest", KubeTestStep.class,
            "kubePush", KubePushStep.class,
            "kubeChart", KubeChartStep.class,
            "kubeDeploy", KubeDeployStep.class,
            "kubePreview", KubePreviewStep.class));

    @Test
    void theSnippetGeneratorWritesWhatItsFormSays(JenkinsRule jenkins) throws Exception {
        for (Map.Entry<String, Class<? extends ReleaseStep>> each : STEPS.entrySet()) {
            Map<String, Object> fields = fields(each.getValue());
            Step step = new DescribableModel<>(each.getValue()).instantiate(fields, null);

            String snippet = Snippetizer.object2Groovy(step);

            assertThat(snippet).startsWith(each.getKey() + " ");
            assertThat(fields).allSatisfy((name, value) -> assertThat(snippet)
                    .contains(name + ": " + (value instanceof Boolean ? "true" : "'" + value + "'")));
            assertThat(generated(jenkins, each.getValue(), fields)).isEqualTo(snippet);
        }
    }

    /** A value for each field. */
    private static Map<String, Object> fields(Class<? extends Step> step) {
        Map<String, Object> fields = new HashMap<>();
        for (DescribableParameter parameter : new DescribableModel<>(step).getParameters()) {
            boolean truth = parameter.getErasedType() == boolean.class;
            fields.put(parameter.getName(), truth ? true : "a " + parameter.getName());
        }
        return fields;
    }

    private static String generated(JenkinsRule jenkins, Class<?> step, Map<String, Object> fields) throws Exception {
        net.sf.json.JSONObject form = new net.sf.json.JSONObject();
        form.put("stapler-class", step.getName());
        form.put("$class", step.getName());
        form.putAll(fields);
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        WebRequest request =
                new WebRequest(browser.createCrumbedUrl("pipeline-syntax/generateSnippet"), HttpMethod.POST);
        request.setRequestParameters(List.of(new NameValuePair("json", form.toString())));
        return browser.getPage(request).getWebResponse().getContentAsString().strip();
    }

    @Test
    void eachFieldIsInTheFormAndHasItsHelp(JenkinsRule jenkins) throws Exception {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        String forms = browser.goTo("step-forms").getWebResponse().getContentAsString();

        for (Class<? extends ReleaseStep> step : STEPS.values()) {
            String form = forms.substring(forms.indexOf("<h2>" + step.getSimpleName()));
            form = form.substring(0, form.indexOf("</section>"));
            for (String field : fields(step).keySet()) {
                String help = "/descriptor/" + step.getName() + "/help/" + field;
                assertThat(form).contains("name=\"_." + field + "\"").contains(help);
                assertThat(browser.goTo(help.substring(1), null)
                                .getWebResponse()
                                .getContentAsString())
                        .as(help)
                        .contains("<div>");
            }
            assertThat(browser.goTo("descriptor/" + step.getName() + "/help", null)
                            .getWebResponse()
                            .getContentAsString())
                    .contains("Gives back");
        }
    }

    /** The forms of all steps, as the snippet generator has them. */
    @TestExtension
    public static final class StepForms extends InvisibleAction implements RootAction {
        @Override
        public String getUrlName() {
            return "step-forms";
        }

        /** For the page. */
        public List<StepDescriptor> getDescriptors() {
            return ExtensionList.lookup(StepDescriptor.class).stream()
                    .filter(each -> STEPS.containsValue(each.clazz))
                    .toList();
        }
    }

    @Test
    void everythingThatIsWrongWithAStepIsToldAtOnce(JenkinsRule jenkins) throws Exception {
        assertThat(log(jenkins, "kubeDeploy image: 'x', bundle: 'y'"))
                .contains("kubeDeploy: environment is missing")
                .contains("kubeDeploy: image \"x\" is given, and so is bundle")
                .contains("2 problems; nothing was started.");
        assertThat(log(jenkins, "kubePromote bundle: 'sha256:1', version: '1.0.0'"))
                .contains("kubePromote: to is missing")
                .contains("kubePromote: version \"1.0.0\" is given, and so is bundle");
        assertThat(log(jenkins, "kubeRollback()")).contains("kubeRollback: environment is missing");
        assertThat(log(jenkins, "kubePush tags: ['a', 'b']")).contains("kubePush: image is missing");
        assertThat(log(jenkins, "node { kubePush image: 'no image' }"))
                .contains("kubePush: image \"no image\" has neither a digest nor a tag");
        assertThat(log(jenkins, "node { kubeRelease image: [repositori: 'here'], only: 'tests', version: 'one' }"))
                .contains("image.repositori is not a key of the image")
                .contains("→ did you mean repository?")
                .contains("kubeRelease: version \"one\" is not a version");
    }

    @Test
    void whatDoesNotExistInTheReleaseIsToldWithWhatWasMeant(JenkinsRule jenkins) throws Exception {
        assertThat(log(jenkins, """
                        node {
                          writeFile file: 'Dockerfile', text: 'FROM scratch'
                          writeFile file: 'chart/Chart.yaml', text: 'name: polls'
                          kubeRelease image: [repository: 'registry.example/polls'], only: 'tset', to: 'production'
                        }
                        """))
                .contains("kubeRelease: to \"production\" is not an environment of the release file");
        assertThat(log(jenkins, """
                        node {
                          writeFile file: 'Dockerfile', text: 'FROM scratch'
                          writeFile file: 'chart/Chart.yaml', text: 'name: polls'
                          kubeRelease image: [repository: 'registry.example/polls'], only: 'biuld'
                        }
                        """))
                .contains("kubeRelease: only \"biuld\" is no part of this release")
                .contains("→ did you mean build?");
    }

    @Test
    void hostileTextsAreRefusedAndShownHarmlessly(JenkinsRule jenkins) throws Exception {
        String hostile = "1.0.0\\u001b[31m\\u202e<script>";
        for (String step : List.of(
                "kubeBuild repository: 'registry.example/polls', version: \"" + hostile + "\"",
                "kubeRelease image: [repository: \"" + hostile + "\"]",
                "kubeTest image: \"" + hostile + "\", command: 'true', cluster: 'x'",
                "kubePush image: \"registry.example/polls@" + hostile + "\"",
                "kubeBuild file: '../../secrets/kube-release.yaml'",
                "kubeChart directory: '../../secrets'",
                "kubePromote file: '/etc/passwd', to: 'production'",
                "kubeRollback directory: '../..', environment: \"" + hostile + "\"")) {
            String log = log(jenkins, "node { " + step + " }");

            assertThat(log)
                    .as(step)
                    .doesNotContain("\u001b[31m")
                    .doesNotContain("\u202e")
                    .doesNotContain("\tat ");
            assertThat(log).as(step).containsAnyOf("problem; nothing was started", "problems; nothing was started");
        }
    }

    @Test
    void theStepsStandInDeclarativePipelinesAndInParallel(JenkinsRule jenkins) throws Exception {
        String log = log(jenkins, """
                pipeline {
                  agent any
                  stages {
                    stage('Two') {
                      parallel {
                        stage('a') { steps { catchError { kubeBuild repository: 'one' } } }
                        stage('b') { steps { catchError { kubePush tags: 'x' } } }
                      }
                    }
                  }
                }
                """);

        assertThat(log).contains("image.repository \"one\" is not valid").contains("kubePush: image is missing");
    }

    @Test
    void partsThatNeedNoSourceStandOutsideOfNode(JenkinsRule jenkins) throws Exception {
        String image = "registry.invalid/polls@sha256:" + "0".repeat(64);

        assertThat(log(jenkins, "kubeTest image: '" + image + "', command: 'true'"))
                .doesNotContain("put the step into node")
                .contains("kubeTest: test.cluster is missing");
        assertThat(log(jenkins, "kubeBuild repository: 'registry.invalid/polls'"))
                .contains("put the step into node");
    }

    private static String log(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        return JenkinsRule.getLog(run);
    }
}
