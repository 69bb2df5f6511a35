package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a step gives back to the Jenkinsfile: plain maps and texts, which the sandbox's Groovy knows. */
final class ReleaseAnswer {
    private ReleaseAnswer() {}

    /** The release's names and digests, and by environment the revision that it is now. */
    static Map<String, Object> of(ReleaseState state) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("release", state.plan().release().value());
        answer.put("app", state.plan().app().value());
        answer.put("version", state.plan().version().value());
        answer.put(
                "image",
                state.output(StageOutput.ImageBuilt.class)
                        .map(built -> built.image().toString())
                        .orElse(""));
        answer.put(
                "bundle",
                state.output(StageOutput.BundleWritten.class)
                        .map(written -> written.bundle().toString())
                        .orElse(""));
        answer.put("environments", environments(state));
        return answer;
    }

    private static Map<String, Object> environments(ReleaseState state) {
        Map<String, Object> environments = new LinkedHashMap<>();
        state.all().forEach(stage -> state.output(stage.stage().id().group(), StageOutput.Deployed.class)
                .ifPresent(deployed -> environments.put(stage.stage().id().group(), deployed.revision())));
        return environments;
    }
}
