package io.jenkins.plugins.kuberelease.ground;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jvnet.hudson.test.JenkinsRule;

/** What a person does on the page of a build's first release. */
public final class ReleasePage {
    private ReleasePage() {}

    /** Says yes to an environment, with what the page's form sends. */
    public static void approve(JenkinsRule jenkins, Run<?, ?> run, String environment) throws Exception {
        String release = ReleaseControl.installed()
                .orElseThrow()
                .releases()
                .find(run)
                .get(0)
                .id()
                .value();
        String page = run.getUrl() + ReleaseAction.URL + "/";
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            press(
                    browser,
                    new URL(
                            jenkins.getURL(),
                            page + "confirm?what=approve&environment=" + environment + "&release=" + release),
                    "Approve");
        }
    }

    /**
     * Opens a page that asks, and sends what its form sends when this button is pressed: the form is drawn by a script, which
     * HtmlUnit does not run.
     *
     * @return what is shown then
     */
    public static HtmlPage press(JenkinsRule.WebClient browser, URL question, String button) throws Exception {
        HtmlPage asked = (HtmlPage) browser.getPage(question);
        JSONObject document =
                JSONObject.fromObject(asked.getHtmlElementById("kube-release").getAttribute("data-document"));
        assertThat(document.getString("yes")).as(asked.asNormalizedText()).isEqualTo(button);
        WebRequest yes = new WebRequest(new URL(question, document.getString("kind")), HttpMethod.POST);
        List<NameValuePair> fields = new ArrayList<>();
        document.getJSONObject("fields")
                .forEach((name, value) -> fields.add(new NameValuePair(String.valueOf(name), String.valueOf(value))));
        yes.setRequestParameters(fields);
        browser.addCrumb(yes);
        return (HtmlPage) browser.getPage(yes);
    }
}
