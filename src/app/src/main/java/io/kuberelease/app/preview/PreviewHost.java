package io.kuberelease.app.preview;

import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.hosting.RunningRelease.Carried;
import java.io.IOException;
import java.util.Set;
import java.util.function.Function;

/** What a host has to say and to do for the previews that its projects have made. Methods block. */
public interface PreviewHost {

    /** Whether it still has the project. */
    boolean has(String project);

    /**
     * Those of the heads that the project's repository certainly does not have any more. A repository that can't be
     * asked to the end is no reason to think that.
     *
     * @throws IOException when it can't be told
     * @throws io.kuberelease.model.ReleaseException when it can't be told
     */
    Set<String> gone(String project, Set<String> heads) throws IOException, InterruptedException;

    /** Asks about an app's previews, with what the project, or the folder that remains of it, may reach. */
    <T> T asking(RegisteredApp app, Function<AppPreviews, T> question);

    /** Opens and starts a removal, or resumes it, with the same access; its log goes to the directory's console file. */
    Carried open(String project, ReleaseDirectory removal);
}
