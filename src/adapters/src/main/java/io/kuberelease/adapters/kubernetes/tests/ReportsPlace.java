package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a test command writes its reports.
 *
 * @param directory absolute, in the test's container
 * @param glob which files below the directory are reports, relative to it
 */
record ReportsPlace(String directory, String glob) {

    private static final Pattern FIXED_PART = Pattern.compile("([^*?\\[{]*/)?([^/]*(?:/.*)?)");

    /**
     * Splits a glob into the directory before its first wildcard and the rest.
     *
     * @param workingDirectory the image's; what the glob is relative to
     * @throws ReleaseException.Failed when the reports have no directory of their own
     */
    static ReportsPlace of(String glob, String workingDirectory) {
        Matcher parts = FIXED_PART.matcher(glob);
        String fixed = parts.matches() && parts.group(1) != null ? parts.group(1) : "";
        Path base = Path.of(workingDirectory).normalize();
        Path directory = base.resolve(fixed).normalize();
        if (base.startsWith(directory)) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "reports: " + glob + " has no directory of its own below " + workingDirectory
                                    + ": a volume is mounted there, and would hide the app")
                    .suggesting("write the reports into a directory of their own, for example build/reports/*.xml"));
        }
        return new ReportsPlace(directory.toString(), glob.substring(fixed.length()));
    }

    /** Whether a file is a report, by its path relative to the directory. */
    boolean matches(String path) {
        String relative = path.startsWith("./") ? path.substring(2) : path;
        // As in Ant and Jenkins, and other than in Java, ** stands for no directory, too.
        String asInAnt = glob.contains("{") ? glob : glob.replace("**/", "{**/,}");
        return FileSystems.getDefault().getPathMatcher("glob:" + asInAnt).matches(Path.of(relative));
    }

    /** What {@code find -name} may be given so that it misses no report. */
    String namePattern() {
        String last = glob.substring(glob.lastIndexOf('/') + 1);
        return last.matches("[A-Za-z0-9_.*?-]+") && !last.equals("**") ? last : "*";
    }
}
