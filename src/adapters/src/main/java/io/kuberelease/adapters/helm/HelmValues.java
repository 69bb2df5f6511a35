package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.ChartValues;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Merges values files with Helm itself. Blocks. */
public final class HelmValues implements ChartValues {
    private final HelmWorkers workers;

    public HelmValues(HelmWorkers workers) {
        this.workers = workers;
    }

    @Override
    public String merged(List<ValuesFile> files, StageControl control) {
        WorkerMessages.Values asked = new WorkerMessages.Values(files.stream()
                .map(file -> new WorkerMessages.ValuesText(file.name(), file.text()))
                .toList());
        try {
            return workers.use(
                            control,
                            worker -> worker.ask(
                                    "values", asked, WorkerMessages.MergedValues.class, ChartRenderer.LIMITS))
                    .json();
        } catch (HelmWorker.Refused refused) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT, withoutValues(String.valueOf(refused.getMessage())))
                    .suggesting("see that quotes, brackets and indentation are right; helm template -f shows the"
                            + " same"));
        } catch (IOException gone) {
            if (control.cancellation().requested()) {
                throw new ReleaseException.Aborted("stopped while reading values; nothing is left");
            }
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not read values: " + gone.getMessage()), Duration.ZERO);
        }
    }

    /** Removes quoted values from a message of the YAML parser, since they may be secrets. */
    private static String withoutValues(String said) {
        return said.replaceAll("`[^`]*`", "`…`")
                .replaceAll("(unknown anchor|key) ['\"][^'\"]*['\"]", "$1 …")
                .replaceAll("json: unsupported value: .*", "a number that JSON can't hold")
                .replaceAll("\\s+", " ");
    }
}
